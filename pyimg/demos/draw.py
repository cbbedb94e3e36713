"""How the pictures in data/ were made: ``python -m pyimg.demos.draw FOLDER`` makes them again."""

import sys
from pathlib import Path

import numpy as np

from ..data import nuclei
from ..io import imsave

__all__ = ["draw"]


def _clouds(shape, rng, rough=0.5):
    """Give smooth noise from 0 to 1: octaves of random grids, interpolated linearly."""
    answer, height = np.zeros(shape), 1.0
    for cells in (3, 6, 12, 24, 48, 96):
        grid = rng.random((cells + 2, cells + 2))
        y, x = (np.linspace(0, cells, s) for s in shape)
        i, j = y.astype(int), x.astype(int)
        fy, fx = (y - i)[:, None], (x - j)[None]
        top = grid[np.ix_(i, j)] * (1 - fx) + grid[np.ix_(i, j + 1)] * fx
        low = grid[np.ix_(i + 1, j)] * (1 - fx) + grid[np.ix_(i + 1, j + 1)] * fx
        answer += height * (top * (1 - fy) + low * fy)
        height *= rough
    return (answer - answer.min()) / np.ptp(answer)


def _ball(picture, centre, radii, colour, grain):
    """Shade an ellipse as if lit from the upper left."""
    y, x = np.mgrid[: picture.shape[0], : picture.shape[1]]
    v, u = (y - centre[0]) / radii[0], (x - centre[1]) / radii[1]
    far = u * u + v * v
    light = np.clip(0.35 + 0.75 * np.sqrt(np.clip(1 - far, 0, 1)) - 0.25 * (u + v), 0.1, 1.2) * (0.85 + 0.3 * grain)
    edge = np.clip((1 - far) * min(radii) / 2, 0, 1)[..., None]
    picture += edge * (light[..., None] * colour - picture)


def still_life(rng):
    """Stand in for "lena": balls on a striped cloth."""
    shape = (512, 512)
    grain = _clouds(shape, rng, 0.7)
    y, x = np.mgrid[:512, :512]
    wall = 90 + 70 * _clouds(shape, rng) + 0.08 * x
    picture = wall[..., None] * [1.05, 0.92, 0.8]
    stripes = 0.5 + 0.5 * np.sign(np.sin((x + 0.6 * y) / 17))
    cloth = (150 - 70 * stripes) * (0.8 + 0.3 * grain)
    picture = np.where((y > 330 + 12 * np.sin(x / 60))[..., None], cloth[..., None] * [0.7, 0.8, 1.0], picture)
    for _ in range(9):
        size = rng.uniform(35, 95)
        centre = rng.uniform(230, 420), rng.uniform(50, 460)
        _ball(picture, centre, (size, size * rng.uniform(0.85, 1.15)), rng.uniform(60, 230, 3), grain)
    return picture


def portrait(rng):
    """Stand in for "luispedro": a head and shoulders of nobody."""
    shape = (377, 300)
    grain = _clouds(shape, rng, 0.6)
    picture = (120 + 90 * _clouds(shape, rng))[..., None] * [0.85, 1.0, 0.9]
    _ball(picture, (390, 150), (150, 140), np.array([60, 70, 120.0]), grain)
    _ball(picture, (260, 150), (60, 34), np.array([205, 160, 130.0]), grain)
    _ball(picture, (150, 150), (108, 84), np.array([70, 48, 36.0]), grain)
    _ball(picture, (172, 150), (96, 70), np.array([225, 178, 150.0]), grain)
    for x in (122, 178):
        _ball(picture, (158, x), (8, 14), np.array([245, 245, 245.0]), grain)
        _ball(picture, (158, x), (7, 7), np.array([50, 40, 40.0]), grain)
    _ball(picture, (192, 150), (22, 10), np.array([215, 160, 135.0]), grain)
    _ball(picture, (228, 150), (7, 26), np.array([170, 80, 80.0]), grain)
    return picture


def shop(rng):
    """Stand in for "wally": shelves of goods, and one shirt striped red and white."""
    picture = np.full((768, 1024, 3), 225.0)
    for top in range(0, 768, 48):
        picture[top : top + 4] = [120, 90, 60]
        x = 4
        while x < 1010:
            width, height = int(rng.integers(10, 34)), int(rng.integers(16, 42))
            colour = rng.uniform(30, 240, 3)
            box = picture[top + 48 - height : top + 48, x : x + width]
            box[...] = colour
            box[height // 3 : height // 3 + 4] = 255 - colour
            box[:, -2:] *= 0.7
            x += width + int(rng.integers(1, 6))
    y, x = np.mgrid[:40, :24]
    shirt = np.where((y // 4 % 2 == 0)[..., None], [215.0, 30, 35], [245.0, 245, 245])
    picture[452:492, 604:628] = shirt
    _ball(picture, (444, 616), (9, 8), np.array([235, 190, 160.0]), np.full((768, 1024), 0.5))
    return picture * (0.9 + 0.15 * _clouds((768, 1024), rng)[..., None])


def draw(folder: str) -> None:
    """Write the four pictures.

    Parameters
    ----------
    folder : str
        Where.
    """
    rng = np.random.default_rng(2026)
    for name, picture, quality in (
        ("lena.jpg", still_life(rng), 85),
        ("luispedro.jpg", portrait(rng), 85),
        ("DepartmentStore.jpg", shop(rng), 75),
    ):
        image = np.clip(np.rint(picture), 0, 255).astype(np.uint8)
        imsave(Path(folder, name), image, opts={"jpeg:quality": quality})
    cells, _ = nuclei((1024, 1344), 90, rng=7, radius=26, touching=0.25, blur=2, photons=4000, noise=0.001, dtype=np.uint8)
    grey = np.clip(cells.astype(int) * 2 // 3 + 12, 0, 255).astype(np.uint8)
    imsave(Path(folder, "nuclear.png"), np.dstack([grey] * 3), opts={"png:compression_level": 9})


if __name__ == "__main__":
    draw(sys.argv[1])
