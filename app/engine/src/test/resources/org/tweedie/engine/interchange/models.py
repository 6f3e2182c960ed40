"""Makes the models beside this file, and what diffusers itself finds of them.

Needs diffusers 0.42 and torch; no part of the build. Two models are trained for about half a minute each
on the digits that come with the program; the others are as they were drawn, and differ in what a
UNet2DModel can be. reference.safetensors of each holds latents, steps, classes and what the network puts
out for them; of the trained ones also where DDIM leads in 20 steps from some noise. Images are stored with
their channels last.

    python models.py ../../../../../../main/resources/org/tweedie/engine/data/digits.csv.gz .

With the option --check FOLDER it loads the exported model in FOLDER, and prints how far its outputs are
from those that were recorded in the folder that is named second.
"""

import gzip
import sys
from pathlib import Path

import torch
from diffusers import DDIMScheduler, DDPMScheduler, UNet2DModel
from safetensors.torch import load_file, save_file

BASE = dict(
    sample_size=8,
    in_channels=1,
    out_channels=1,
    block_out_channels=(8, 8),
    layers_per_block=1,
    down_block_types=("DownBlock2D", "AttnDownBlock2D"),
    up_block_types=("AttnUpBlock2D", "UpBlock2D"),
    norm_num_groups=4,
    attention_head_dim=8,
)

UNCONDITIONAL = dict(BASE, block_out_channels=(16, 24), norm_num_groups=8)

CONDITIONAL = dict(
    BASE,
    block_out_channels=(12, 16),
    num_class_embeds=11,
    resnet_time_scale_shift="scale_shift",
    attention_head_dim=None,
    norm_eps=1e-6,
    downsample_padding=0,
    flip_sin_to_cos=False,
    freq_shift=1,
)

DRAWN = {
    "fourier": (
        dict(
            BASE,
            time_embedding_type="fourier",
            center_input_sample=True,
            mid_block_scale_factor=1.5,
            add_attention=False,
            down_block_types=("AttnDownBlock2D", "DownBlock2D"),
            up_block_types=("UpBlock2D", "AttnUpBlock2D"),
            attention_head_dim=4,
        ),
        dict(beta_schedule="sigmoid"),
    ),
    "numbered": (
        dict(
            BASE,
            class_embed_type="timestep",
            resnet_time_scale_shift="scale_shift",
            attn_norm_num_groups=2,
            time_embedding_dim=24,
        ),
        dict(beta_schedule="scaled_linear", prediction_type="sample"),
    ),
    "listed": (
        dict(BASE, num_class_embeds=10, dropout=0.1, norm_eps=1e-3),
        dict(
            num_train_timesteps=50,
            trained_betas=[0.002 + 0.18 * (i / 49) ** 2 for i in range(50)],
        ),
    ),
}


def digits(path):
    rows = [list(map(int, line.split(","))) for line in gzip.open(path, "rt")]
    rows = [row for i, row in enumerate(rows) if i % 5 != 4]
    levels = torch.tensor([row[:64] for row in rows], dtype=torch.float32)
    return (levels / 8 - 1).reshape(-1, 1, 8, 8), torch.tensor([row[64] for row in rows])


def labels_of(model, count):
    if model.config.num_class_embeds is None and model.config.class_embed_type is None:
        return None
    known = model.config.num_class_embeds or 10
    return torch.arange(count) * 3 % known


def train(model, scheduler, images, labels, steps):
    optimizer = torch.optim.Adam(model.parameters(), lr=2e-3)
    rate = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    total = 0.0
    for step in range(1, steps + 1):
        chosen = torch.randint(0, len(images), (64,))
        signal, noise = images[chosen], torch.randn(64, 1, 8, 8)
        times = torch.randint(0, scheduler.config.num_train_timesteps, (64,))
        latents = scheduler.add_noise(signal, noise, times)
        target = noise
        if scheduler.config.prediction_type == "v_prediction":
            target = scheduler.get_velocity(signal, noise, times)
        told = None
        if model.config.num_class_embeds is not None:
            told = torch.where(torch.rand(64) < 0.1, torch.tensor(10), labels[chosen])
        loss = torch.nn.functional.mse_loss(model(latents, times, class_labels=told).sample, target)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        rate.step()
        total += loss.item()
        if step % 500 == 0:
            print(step, total / 500, flush=True)
            total = 0.0


@torch.no_grad()
def record(model, scheduler, folder, walks):
    model.eval()
    generator = torch.Generator().manual_seed(7)
    last = scheduler.config.num_train_timesteps - 1
    steps = torch.tensor([1, 3, 10, last // 5, last // 3, last // 2, last - 1, last])
    latents = torch.randn(8, 1, 8, 8, generator=generator)
    labels = labels_of(model, 8)
    found = {
        "latents": latents.permute(0, 2, 3, 1).contiguous(),
        "steps": steps.float(),
        "output": model(latents, steps, class_labels=labels).sample.permute(0, 2, 3, 1).contiguous(),
    }
    if labels is not None:
        found["labels"] = labels.float()
    if walks:
        start = torch.randn(4, 1, 8, 8, generator=generator)
        told = None if labels is None else labels[:4]
        z = start
        scheduler.set_timesteps(20)
        for t in scheduler.timesteps:
            z = scheduler.step(model(z, t, class_labels=told).sample, t, z).prev_sample
        found["start"] = start.permute(0, 2, 3, 1).contiguous()
        found["end"] = z.permute(0, 2, 3, 1).contiguous()
    save_file(found, folder / "reference.safetensors")


def save(model, scheduler, folder, walks):
    model.save_pretrained(folder / "unet")
    scheduler.save_pretrained(folder / "scheduler")
    record(model, scheduler, folder, walks)
    print(folder, sum(p.numel() for p in model.parameters()), "parameters")


@torch.no_grad()
def check(exported, recorded):
    model = UNet2DModel.from_pretrained(exported, subfolder="unet").eval()
    scheduler = DDIMScheduler.from_pretrained(exported, subfolder="scheduler")
    known = load_file(recorded / "reference.safetensors")
    labels = known["labels"].long() if "labels" in known else None
    latents = known["latents"].permute(0, 3, 1, 2)
    output = model(latents, known["steps"].long(), class_labels=labels).sample.permute(0, 2, 3, 1)
    print("outputs differ by", (output - known["output"]).abs().max().item())
    if "start" in known:
        z = known["start"].permute(0, 3, 1, 2)
        scheduler.set_timesteps(20)
        for t in scheduler.timesteps:
            told = None if labels is None else labels[:4]
            z = scheduler.step(model(z, t, class_labels=told).sample, t, z).prev_sample
        print("samples differ by", (z.permute(0, 2, 3, 1) - known["end"]).abs().max().item())


def main(data, folder):
    images, labels = digits(data)
    common = dict(clip_sample=False, timestep_spacing="trailing")
    for name, config, said in (
        ("unconditional", UNCONDITIONAL, {}),
        (
            "conditional",
            CONDITIONAL,
            dict(beta_schedule="squaredcos_cap_v2", prediction_type="v_prediction"),
        ),
    ):
        torch.manual_seed(1)
        model, scheduler = UNet2DModel(**config), DDIMScheduler(**common, **said)
        train(model, scheduler, images, labels, 3000)
        save(model, scheduler, folder / name, True)
    for name, (config, said) in DRAWN.items():
        torch.manual_seed(2)
        save(UNet2DModel(**config), DDPMScheduler(**said), folder / name, False)


if __name__ == "__main__":
    torch.set_num_threads(1)
    if sys.argv[1] == "--check":
        check(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main(Path(sys.argv[1]), Path(sys.argv[2]))
