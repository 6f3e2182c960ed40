"""The benchmark's networks and training step in PyTorch, at their best on a processor: with fused AdamW, in
one of eight variants. Answers commands on standard input by one line each, so that the benchmark
can take it and Tweedie in turns.

    python networks_in_torch.py NETWORK VARIANT BATCH THREADS

NETWORK is unet, vdm or transformer. VARIANT is eager or compiled, last (channels last) or first, and float32 or
bfloat16, with hyphens between them.
Commands: 'train STEPS' and 'forward CALLS' answer seconds, 'memory' the largest resident size in MB, an empty line ends.
"""
import json
import math
import resource
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.flop_counter import FlopCounterMode

CHANNELS, GROUPS, SIZE, LEVELS = 32, 8, 28, 256


class Block(nn.Module):
    """Two convolutions with the embedding added between them, and the input added to the result."""

    def __init__(self, given, channels, told):
        super().__init__()
        self.norm1 = nn.GroupNorm(GROUPS, given)
        self.conv1 = nn.Conv2d(given, channels, 3, padding=1)
        self.embedding = nn.Linear(told, channels)
        self.norm2 = nn.GroupNorm(GROUPS, channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)
        self.skip = nn.Identity() if given == channels else nn.Conv2d(given, channels, 1)

    def forward(self, x, told):
        h = self.conv1(F.silu(self.norm1(x)))
        h = h + self.embedding(told)[:, :, None, None]
        return self.skip(x) + self.conv2(F.silu(self.norm2(h)))


class Attention(nn.Module):
    """Self-attention between all pixels with one head, added to its input."""

    def __init__(self, channels):
        super().__init__()
        self.norm = nn.GroupNorm(GROUPS, channels)
        self.projections = nn.Conv2d(channels, 3 * channels, 1)
        self.out = nn.Conv2d(channels, channels, 1)

    def forward(self, x):
        count, channels, height, width = x.shape
        projected = self.projections(self.norm(x)).flatten(2).transpose(1, 2)
        query, key, value = (part.unsqueeze(1) for part in projected.chunk(3, 2))
        seen = F.scaled_dot_product_attention(query, key, value).squeeze(1)
        seen = seen.transpose(1, 2).reshape(count, channels, height, width)
        last = x.is_contiguous(memory_format=torch.channels_last) and not x.is_contiguous()
        layout = torch.channels_last if last else torch.contiguous_format
        return x + self.out(seen.contiguous(memory_format=layout))


class Told(nn.Module):
    """Sines and cosines of the log SNR through two layers."""

    def __init__(self, waves, width):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(waves, width), nn.SiLU(), nn.Linear(width, width), nn.SiLU()
        )
        half = waves // 2
        steps = torch.arange(half) / (half - 1)
        self.register_buffer("frequencies", 25 * torch.exp(-math.log(10000) * steps))

    def forward(self, log_snr):
        angles = (20 - log_snr.clamp(-20, 20))[:, None] * self.frequencies
        return self.layers(torch.cat([angles.sin(), angles.cos()], 1))


class UNet(nn.Module):
    """The benchmark's U-Net, parameter for parameter; with features of the levels and z added, vdm."""

    def __init__(self, multipliers, blocks, attention, levels=0):
        super().__init__()
        self.multipliers, self.blocks, self.attention, self.levels = (
            multipliers,
            blocks,
            attention,
            levels,
        )
        told = 4 * CHANNELS
        self.told = Told(CHANNELS, told)
        self.first = nn.Conv2d(5 if levels else 1, CHANNELS, 3, padding=1)
        self.down, self.up = nn.ModuleList(), nn.ModuleList()
        self.shrink, self.enlarge = nn.ModuleList(), nn.ModuleList()
        channels, size, seen = CHANNELS, SIZE, [CHANNELS]
        for level, multiplier in enumerate(multipliers):
            width = CHANNELS * multiplier
            for _ in range(blocks):
                self.down.append(self.stage(channels, width, told, size))
                channels = width
                seen.append(channels)
            if level < len(multipliers) - 1:
                self.shrink.append(nn.Conv2d(channels, channels, 3, stride=2, padding=1))
                seen.append(channels)
                size //= 2
        self.middle = nn.ModuleList(
            [Block(channels, channels, told), Attention(channels), Block(channels, channels, told)]
        )
        for level in reversed(range(len(multipliers))):
            width = CHANNELS * multipliers[level]
            for _ in range(blocks + 1):
                self.up.append(self.stage(channels + seen.pop(), width, told, size))
                channels = width
            if level > 0:
                self.enlarge.append(nn.Conv2d(channels, channels, 3, padding=1))
                size *= 2
        self.norm = nn.GroupNorm(GROUPS, channels)
        self.last = nn.Conv2d(channels, 1, 3, padding=1)

    def stage(self, given, channels, told, size):
        block = Block(given, channels, told)
        return nn.ModuleList([block, Attention(channels)] if size == self.attention else [block])

    def forward(self, z, log_snr):
        told = self.told(log_snr)
        h = self.first(self.features(z) if self.levels else z)
        seen = [h]
        down, up = iter(self.down), iter(self.up)
        shrink, enlarge = iter(self.shrink), iter(self.enlarge)
        for level in range(len(self.multipliers)):
            for _ in range(self.blocks):
                h = self.apply_stage(next(down), h, told)
                seen.append(h)
            if level < len(self.multipliers) - 1:
                h = next(shrink)(h)
                seen.append(h)
        h = self.middle[0](h, told)
        h = self.middle[2](self.middle[1](h), told)
        for level in reversed(range(len(self.multipliers))):
            for _ in range(self.blocks + 1):
                h = self.apply_stage(next(up), torch.cat([h, seen.pop()], 1), told)
            if level > 0:
                h = next(enlarge)(F.interpolate(h, scale_factor=2.0, mode="nearest"))
        out = self.last(F.silu(self.norm(h)))
        return out + z if self.levels else out

    def features(self, z):
        fast = z * (math.pi * self.levels)
        slow = fast / 2
        return torch.cat([z, slow.sin(), slow.cos(), fast.sin(), fast.cos()], 1)

    @staticmethod
    def apply_stage(stage, h, told):
        h = stage[0](h, told)
        return stage[1](h) if len(stage) > 1 else h


class Tokens(nn.Module):
    """Attention and a hidden layer between tokens, with scales, shifts and gates of what is told."""

    def __init__(self, width, heads, ratio):
        super().__init__()
        self.heads = heads
        self.adapt = nn.Linear(width, 6 * width)
        self.projections = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.hidden = nn.Sequential(
            nn.Linear(width, ratio * width), nn.GELU("tanh"), nn.Linear(ratio * width, width)
        )

    def forward(self, x, told):
        shift, scale, gate, shift2, scale2, gate2 = self.adapt(told)[:, None].chunk(6, 2)
        projected = self.projections(normal(x) * (1 + scale) + shift)
        apart = projected.unflatten(2, (3, self.heads, -1)).permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(*apart.unbind(0)).transpose(1, 2).flatten(2)
        x = x + gate * self.out(seen)
        return x + gate2 * self.hidden(normal(x) * (1 + scale2) + shift2)


def normal(x):
    return F.layer_norm(x, x.shape[-1:], eps=1e-6)


class Transformer(nn.Module):
    """The benchmark's diffusion transformer, parameter for parameter."""

    def __init__(self, patch, width, depth, heads, ratio):
        super().__init__()
        self.side = SIZE // patch
        self.told = Told(256, width)
        self.first = nn.Conv2d(1, width, patch, stride=patch)
        self.register_buffer("positions", torch.randn(self.side**2, width))
        self.blocks = nn.ModuleList(Tokens(width, heads, ratio) for _ in range(depth))
        self.adapt = nn.Linear(width, 2 * width)
        self.last = nn.Linear(width, patch**2)
        self.shuffle = nn.PixelShuffle(patch)

    def forward(self, z, log_snr):
        told = self.told(log_snr)
        x = self.first(z).flatten(2).transpose(1, 2) + self.positions
        for block in self.blocks:
            x = block(x, told)
        shift, scale = self.adapt(told)[:, None].chunk(2, 2)
        x = self.last(normal(x) * (1 + scale) + shift)
        return self.shuffle(x.transpose(1, 2).unflatten(2, (self.side, self.side)))


NETWORKS = {
    "unet": lambda: UNet((1, 2, 2), 2, 7),
    "vdm": lambda: UNet((1,), 4, 0, LEVELS),
    "transformer": lambda: Transformer(2, 128, 4, 4, 4),
}


class Training:
    """Steps of training with a bound on the gradient's norm and an average of the weights."""

    def __init__(self, network, variant, batch):
        mode, channels, precision = variant.split("-")
        self.narrow = precision == "bfloat16"
        layout = torch.channels_last if channels == "last" else torch.contiguous_format
        self.network = NETWORKS[network]().to(memory_format=layout)
        self.parameters = list(self.network.parameters())
        self.average = [p.detach().clone() for p in self.parameters]
        self.optimizer = torch.optim.AdamW(self.parameters, lr=2e-4, weight_decay=0.01, fused=True)
        self.model = torch.compile(self.network) if mode == "compiled" else self.network
        shape = (batch, 1, SIZE, SIZE)
        self.signal = torch.rand(shape).to(memory_format=layout) * 2 - 1
        self.log_snr = torch.linspace(10, -10, batch)

    def output(self, z):
        with torch.autocast("cpu", torch.bfloat16, enabled=self.narrow):
            return self.model(z, self.log_snr)

    def step(self):
        alpha = torch.sigmoid(self.log_snr).sqrt()[:, None, None, None]
        sigma = torch.sigmoid(-self.log_snr).sqrt()[:, None, None, None]
        noise = torch.randn_like(self.signal)
        output = self.output(alpha * self.signal + sigma * noise)
        loss = (output.float() - noise).square().mean((1, 2, 3)).mean()
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.parameters, 1.0, foreach=True)
        self.optimizer.step()
        with torch.no_grad():
            torch._foreach_lerp_(self.average, self.parameters, 1e-3)
        return loss.item()

    def train(self, steps):
        start = time.perf_counter()
        for _ in range(steps):
            self.step()
        return time.perf_counter() - start

    @torch.inference_mode()
    def forward(self, calls):
        start = time.perf_counter()
        for _ in range(calls):
            self.output(self.signal)
        return time.perf_counter() - start


def operations(network, batch):
    """Floating-point operations of a step: of its products and convolutions, forward and back; none is done."""
    with torch.device("meta"), FlopCounterMode(display=False) as counter:
        NETWORKS[network]()(torch.zeros(batch, 1, SIZE, SIZE), torch.zeros(batch)).sum().backward()
    return counter.get_total_flops()


def product_rate():
    """The most operations a second of a product of two large matrices in float32."""
    a, b = torch.randn(2048, 2048), torch.randn(2048, 2048)
    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        a @ b
        seconds.append(time.perf_counter() - start)
    return 2 * 2048**3 / min(seconds)


def main():
    torch.set_num_threads(int(sys.argv[4]))
    training = Training(sys.argv[1], sys.argv[2], int(sys.argv[3]))
    first = training.train(1)
    training.train(2)
    training.forward(2)
    print(
        json.dumps(
            {
                "torch": torch.__version__,
                "threads": torch.get_num_threads(),
                "parameters": sum(p.numel() for p in training.parameters),
                "first": first,
                "operations": operations(sys.argv[1], int(sys.argv[3])),
                "product-rate": product_rate(),
            }
        ),
        flush=True,
    )
    for line in sys.stdin:
        words = line.split()
        if not words:
            break
        if words[0] == "memory":
            answer = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        else:
            answer = getattr(training, words[0])(int(words[1]))
        print(answer, flush=True)


if __name__ == "__main__":
    main()
