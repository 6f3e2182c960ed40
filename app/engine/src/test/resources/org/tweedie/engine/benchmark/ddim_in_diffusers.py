"""A UNet2DModel with its DDIM scheduler, made and sampled by Hugging Face's diffusers, at its best on a
processor: channels last, in inference mode, without a progress bar.

    python ddim_in_diffusers.py make FOLDER SIZE
    python ddim_in_diffusers.py eager|compiled FOLDER COUNT BATCH STEPS OUT

'make' writes a model with random weights for grey images; the others draw COUNT images in batches and
write each as PNG.
"""
import sys
from pathlib import Path

import torch
from diffusers import DDIMPipeline, DDIMScheduler, UNet2DModel


def make(folder, size):
    torch.manual_seed(1)
    network = UNet2DModel(
        sample_size=int(size),
        in_channels=1,
        out_channels=1,
        layers_per_block=2,
        block_out_channels=(32, 64, 64),
        down_block_types=("DownBlock2D", "DownBlock2D", "AttnDownBlock2D"),
        up_block_types=("AttnUpBlock2D", "UpBlock2D", "UpBlock2D"),
        norm_num_groups=8,
        attention_head_dim=None,
    )
    DDIMPipeline(network, DDIMScheduler(num_train_timesteps=1000)).save_pretrained(folder)


@torch.inference_mode()
def draw(mode, folder, count, batch, steps, out):
    pipeline = DDIMPipeline.from_pretrained(folder)
    pipeline.set_progress_bar_config(disable=True)
    pipeline.unet.to(memory_format=torch.channels_last)
    if mode == "compiled":
        pipeline.unet.compile()
    Path(out).mkdir(parents=True, exist_ok=True)
    for first in range(0, count, batch):
        generator = torch.Generator().manual_seed(first)
        images = pipeline(min(batch, count - first), generator, num_inference_steps=steps).images
        for i, image in enumerate(images):
            image.save(Path(out) / f"{first + i}.png")


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(*sys.argv[2:])
    else:
        draw(*sys.argv[1:3], *map(int, sys.argv[3:6]), sys.argv[6])
