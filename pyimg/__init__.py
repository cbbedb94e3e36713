"""pyimg: large-scale analysis of bioimages. ``import pyimg as mh`` offers all that mahotas and imread do, and more.

Images are NumPy arrays and so are results. Names are loaded when first used.
"""

from importlib import import_module

from ._package import functions_stay

# Which room each public name lives in: the only list of public names.
_ROOMS = {
    "_info": "show_config citation citation_text short_citation_text test",
    "_threads": "get_threads set_threads",
    "bbox": "bbox croptobbox",
    "center_of_mass": "center_of_mass",
    "colors": "rgb2gray rgb2grey rgb2lab rgb2sepia rgb2xyz xyz2lab xyz2rgb lab2xyz lab2rgb",
    "distance": "distance",
    "edge": "dog sobel",
    "euler": "euler",
    "features.moments": "moments",
    "filters": "convolve convolve1d gaussian_filter gaussian_filter1d laplacian_2D",
    "histogram": "fullhistogram",
    "interpolate": "affine_transform rotate shift spline_filter spline_filter1d zoom",
    "io": "imread imread_from_blob imread_multi imsave imsave_multi detect_format supports_format "
    "imload imload_from_blob imload_multi imwrite imwrite_multi",
    "labeled": "border borders bwperim label labeled_sum labeled_max labeled_min labeled_size "
    "labeled_mean perimeter relabel",
    "matching": "find template_match",
    "measure": "region_table",
    "morph": "cdilate cerode close close_holes cwatershed dilate disk erode get_structuring_elem hitmiss "
    "locmax locmin majority_filter open regmax regmin subm thin tophat_close tophat_open",
    "rank": "mean_filter median_filter rank_filter",
    "resize": "imresize resize_rgb_to resize_to",
    "segmentation": "gvoronoi slic",
    "show": "show",
    "stretch": "as_rgb overlay stretch stretch_rgb",
    "thresholding": "bernsen gbernsen otsu rc soft_threshold",
    "wavelets": "daubechies haar idaubechies ihaar wavelet_center wavelet_decenter",
}
_HOME = {name: room for room, names in _ROOMS.items() for name in names.split()}
_MODULES = frozenset(
    "colors data demos edge features histogram interpolate internal io labeled learn measure metrics "
    "morph polygon resize segmentation tasks thresholding".split()
)
# mahotas has functions and modules of these names: the attribute is the function, the import the module.
_BOTH = frozenset("bbox bwperim center_of_mass convolve distance euler show stretch thin".split())

__all__ = sorted(_HOME.keys() | _MODULES | {"__version__"})  # noqa: PLE0605


def __getattr__(name):
    if name == "__version__":
        from ._backend import _built

        value = _built.VERSION
    elif name in _HOME:
        value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    elif name in _MODULES or name == "mahotas_version":
        value = import_module(f"{__name__}.{name}")
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__():
    return sorted({*globals(), *__all__, "__version__"})


functions_stay(__name__, _BOTH)
