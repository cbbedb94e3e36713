"""Draw a few synthetic images with their truth."""

import os

import pyimg as mh

os.makedirs("images", exist_ok=True)
os.makedirs("references", exist_ok=True)
for i in range(3):
    image, labels = mh.data.nuclei((256, 256), 25, rng=i)
    mh.imsave(f"images/nuclei-{i}.tif", image)
    mh.imsave(f"references/nuclei-{i}.tif", labels.astype("uint16"))
