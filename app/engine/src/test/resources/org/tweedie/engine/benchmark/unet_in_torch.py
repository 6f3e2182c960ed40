"""The benchmark's network and training step in PyTorch, at its best on a processor: channels last, fused
AdamW, in one of four variants. Answers commands on standard input by one line each, so that the benchmark
can take it and Tweedie in turns.

    python unet_in_torch.py VARIANT BATCH

VARIANT is eager or compiled, a hyphen, and float32 or bfloat16. Commands: 'train STEPS' and
'forward CALLS' answer seconds, 'memory' the largest resident size in MB, an empty line ends.
"""
import json
import math
import resource
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

CHANNELS, GROUPS, BLOCKS, SIZE = 32, 8, 2, 28
MULTIPLIERS = (1, 2, 2)
ATTENTION = 7


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
        return x + self.out(seen.contiguous(memory_format=torch.channels_last))


class UNet(nn.Module):
    """The benchmark's U-Net, parameter for parameter."""

    def __init__(self):
        super().__init__()
        told = 4 * CHANNELS
        self.told = nn.Sequential(
            nn.Linear(CHANNELS, told), nn.SiLU(), nn.Linear(told, told), nn.SiLU()
        )
        self.first = nn.Conv2d(1, CHANNELS, 3, padding=1)
        self.down, self.up = nn.ModuleList(), nn.ModuleList()
        self.shrink, self.enlarge = nn.ModuleList(), nn.ModuleList()
        channels, size, seen = CHANNELS, SIZE, [CHANNELS]
        for level, multiplier in enumerate(MULTIPLIERS):
            width = CHANNELS * multiplier
            for _ in range(BLOCKS):
                self.down.append(self.stage(channels, width, told, size))
                channels = width
                seen.append(channels)
            if level < len(MULTIPLIERS) - 1:
                self.shrink.append(nn.Conv2d(channels, channels, 3, stride=2, padding=1))
                seen.append(channels)
                size //= 2
        self.middle = nn.ModuleList(
            [Block(channels, channels, told), Attention(channels), Block(channels, channels, told)]
        )
        for level in reversed(range(len(MULTIPLIERS))):
            width = CHANNELS * MULTIPLIERS[level]
            for _ in range(BLOCKS + 1):
                self.up.append(self.stage(channels + seen.pop(), width, told, size))
                channels = width
            if level > 0:
                self.enlarge.append(nn.Conv2d(channels, channels, 3, padding=1))
                size *= 2
        self.norm = nn.GroupNorm(GROUPS, channels)
        self.last = nn.Conv2d(channels, 1, 3, padding=1)
        half = CHANNELS // 2
        steps = torch.arange(half) / (half - 1)
        self.register_buffer("frequencies", torch.exp(-math.log(10000) * steps))

    @staticmethod
    def stage(given, channels, told, size):
        block = Block(given, channels, told)
        return nn.ModuleList([block, Attention(channels)] if size == ATTENTION else [block])

    def forward(self, z, log_snr):
        angles = log_snr[:, None] * self.frequencies
        told = self.told(torch.cat([angles.sin(), angles.cos()], 1))
        h = self.first(z)
        seen = [h]
        down, up = iter(self.down), iter(self.up)
        shrink, enlarge = iter(self.shrink), iter(self.enlarge)
        for level in range(len(MULTIPLIERS)):
            for _ in range(BLOCKS):
                h = self.apply_stage(next(down), h, told)
                seen.append(h)
            if level < len(MULTIPLIERS) - 1:
                h = next(shrink)(h)
                seen.append(h)
        h = self.middle[0](h, told)
        h = self.middle[2](self.middle[1](h), told)
        for level in reversed(range(len(MULTIPLIERS))):
            for _ in range(BLOCKS + 1):
                h = self.apply_stage(next(up), torch.cat([h, seen.pop()], 1), told)
            if level > 0:
                h = next(enlarge)(F.interpolate(h, scale_factor=2.0, mode="nearest"))
        return self.last(F.silu(self.norm(h)))

    @staticmethod
    def apply_stage(stage, h, told):
        h = stage[0](h, told)
        return stage[1](h) if len(stage) > 1 else h


class Training:
    """Steps of training with a bound on the gradient's norm and an average of the weights."""

    def __init__(self, variant, batch):
        mode, precision = variant.split("-")
        self.narrow = precision == "bfloat16"
        self.network = UNet().to(memory_format=torch.channels_last)
        self.parameters = list(self.network.parameters())
        self.average = [p.detach().clone() for p in self.parameters]
        self.optimizer = torch.optim.AdamW(self.parameters, lr=2e-4, weight_decay=0.01, fused=True)
        self.model = torch.compile(self.network) if mode == "compiled" else self.network
        shape = (batch, 1, SIZE, SIZE)
        self.signal = torch.rand(shape).to(memory_format=torch.channels_last) * 2 - 1
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


def main():
    training = Training(sys.argv[1], int(sys.argv[2]))
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
