"""What was tried on rows where a peer is faster, by the beginning of their names: the page says it beside them."""

TRIED = {
    "line": "points that are pairs of plain ints are clipped and drawn by one kernel, which waits four steps between "
    "writes: faster ones drive each other out of the cache; the rest is checking canvas and colour",
    "fill_polygon": "exact crossings in float64, sorted by row, in two kernels",
    "template_match": "Fourier transforms of tiles in float64, two at once, rounded to exact sums or made anew where they might "
    "err, which OpenCV takes in float32 as they are; small templates by exact sums of squares, columns in groups, rows of sums "
    "in pairs",
    "resize_to": "pairs of columns first, then pairs of rows, by weights that are made once",
    "resize_to/order1/down.4": "rows are blended first, columns by shuffles of two vectors (gathered one by one below a third)",
    "resize_to/order1/up1.5/u2": "16 bits are blended in float64, so that they are rounded right",
    "resize_to/order1/down.4/u2": "16 bits are blended in float64, so that they are rounded right; rows first, columns by "
    "shuffles of two vectors",
    "resize_to/order0": "copies pixels, as the peer does",
    "affine_transform/order0": "places are exact; pixels are copied four at a time and go through float32 or float64 to the "
    "type of the answer, in tiles whose pixels are asked for eight lines ahead",
    "affine_transform/order1": "places are exact, OpenCV's are in 1/32 of a pixel; tiles whose pixels are asked for ahead",
    "resize_rgb_to": "rows of pixels of three channels are blended as they are, columns by shuffles of two vectors",
    "rgb2grey": "in integers of 16 bits, or in float32 where 16 bits do not hold the sums, exactly rounded",
    "rgb2sepia": "in integers of 16 bits, exactly truncated; taking channels apart and putting them together",
    "as_rgb": "two passes over memory, as in stretch; then channels are put together, block by block",
    "stretch_rgb": "channels are taken apart, then as as_rgb",
    "lab2rgb": "powers by polynomials, with relative errors below 1e-15",
    "label": "runs as words of bits, whose pairs are found 64 pixels at a time, and union-find",
    "relabel": "two passes over memory: the range of labels first, for a table; then runs of pixels at a time",
    "locmax": "two steps along lines and two down the rows for 13 pixels; what is left is the Python side of a small image",
    "locmin": "see locmax",
    "otsu": "four counters a level, more of them were slower; what is left is the Python side of a small image",
    "imread_from_blob/tiff-lzw": "imagecodecs decodes; a decoder of our own was faster, and left out: what reads files is "
    "better kept where many look after it",
    "imread_from_blob": "the peer's own codec; the rest is checking what a file says before it is believed",
    "imread": "tifffile and imagecodecs; the rest is checking what a file says before it is believed",
    "imread_multi": "tifffile reads; each page is checked, and has its metadata",
    "imsave_multi": "tifffile writes, to a new file that takes its name when it is complete",
    "subm": "one pass over memory, which was slower asked for ahead; on small images the Python side of a call",
    "stretch": "two passes over memory: the least and the greatest pixel must be known first; float32 in single precision "
    "where that is sure, else in double",
    "dog": "in float64, where OpenCV is in float32; the second image is subtracted while it is made; narrower "
    "blocks of columns changed nothing",
    "convolve1d": "see convolve",
    "convolve/prewitt": "3 x 3 weights without a column, a row or corners have loops of their own",
    "convolve/cross": "as for prewitt",
    "convolve": "sums of floats in one order for all instruction sets, so that products are not fused with sums; two rows of "
    "sums at once; of 3 x 3 floats are read where they lie and asked for ahead",
    "mean_filter": "exact for integers, without drift for floats, into float64; scratch rows begin lines of the cache; "
    "integers are divided by multiplying, with the remainder, which is as exact: the rest is writing 8 bytes a pixel, and on "
    "small images the Python side",
    "median_filter": "networks of minima and maxima that neighbours share, of all rows in one function, in the type of the "
    "pixels; columns sorted once and kept were slower; the next two rows of large images are asked for: a fifth faster where they are in no cache, a "
    "tenth slower for bytes that are in the third",
    "erode": "one pass over memory, of all rows in one function; 3 x 3 bytes of rows below 1024 pixels straight from the "
    "image, else through a buffer of rows; on small images the Python side of a call",
    "dilate": "see erode",
    "dilate/diagonal9": "lines aslant go down in steps of up to four rows, as boxes do; what would fall outside falls on "
    "the frame, whose columns are read once more, turned",
    "erode/diagonal9": "lines aslant go down in steps of up to four rows, as boxes do; these rows do not begin lines of the "
    "cache",
    "fullhistogram": "four counters a level for 8 bits, more of them were slower on noise; one for 16, whose table fills the cache",
    "bwperim": "one pass over memory; on small images the Python side of a call",
    "surf.integral": "sums of 64 bits, whose new pages take most of the time; of 8 and 16 bits the sums of 4 pixels, then "
    "of 8 of these, in vectors; sums of floats wait for each other",
}


def tried(name: str) -> str:
    """Give what was tried on a row; empty where nothing was."""
    words = name.split("/")
    return next((TRIED[stem] for n in range(len(words), 0, -1) if (stem := "/".join(words[:n])) in TRIED), "")
