"""Flow matching by TorchCFM beside CouplingTable: the same network, data, batch, steps and rate.

    python flow_matching_in_torch.py PAIRS STEPS SEED TRAIN NOISE ENDS

PAIRS is independent or optimal-transport: TorchCFM's ConditionalFlowMatcher, or its exact optimal transport over
each batch. TRAIN and NOISE are files of points of the plane, little-endian float32: the training points, and where
walks begin. ENDS is written with where Euler's method leads from there, of 100, 1, 2 and 4 steps in turn. The mean
over walks and the 100 steps of the squared speed is printed, and the seconds of training.
"""
import sys
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from torchcfm.conditional_flow_matching import (
    ConditionalFlowMatcher,
    ExactOptimalTransportConditionalFlowMatcher,
)

WIDTH, LAYERS, WAVES, LIMIT = 64, 3, 32, 20.0
BATCH, RATE, DECAY, WARMUP = 256, 1e-3, 0.995, 10
FINE, FEW = 100, (1, 2, 4)


def dense(given, width, zero=False):
    layer = nn.Linear(given, width)
    if zero:
        nn.init.zeros_(layer.weight)
    else:
        nn.init.normal_(layer.weight, std=given**-0.5)
    nn.init.zeros_(layer.bias)
    return layer


class Layer(nn.Module):
    """A pre-activation residual unit with the embedding between its two products."""

    def __init__(self):
        super().__init__()
        self.dense1, self.embedding, self.dense2 = (dense(WIDTH, WIDTH) for _ in range(3))

    def forward(self, x, told):
        return x + self.dense2(self.dense1(F.silu(x)) + self.embedding(told))


class Network(nn.Module):
    """Tweedie's 'mlp', which is told the log SNR of the path from noise at 0 to data at 1, and no class."""

    def __init__(self):
        super().__init__()
        self.dense1, self.dense2 = dense(WAVES, WIDTH), dense(WIDTH, WIDTH)
        self.unknown = nn.Parameter(torch.randn(WIDTH))
        self.first, self.last = dense(2, WIDTH), dense(WIDTH, 2, zero=True)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        half = WAVES // 2
        shares = torch.arange(half) / (half - 1)
        self.register_buffer("frequencies", 1000 / (2 * LIMIT) * 10_000.0 ** -shares)

    def forward(self, z, t):
        log_snr = 2 * (torch.log(t) - torch.log1p(-t))
        phase = (LIMIT - log_snr.clamp(-LIMIT, LIMIT))[:, None] * self.frequencies
        told = self.dense1(torch.cat([phase.sin(), phase.cos()], 1))
        told = F.silu(self.dense2(F.silu(told)) + self.unknown)
        h = self.first(z)
        for layer in self.layers:
            h = layer(h, told)
        return self.last(F.silu(h))


def batches(points, steps, generator):
    """Epochs in an order of their own, one after the other without a break."""
    order = torch.empty(0, dtype=torch.long)
    for _ in range(steps):
        while len(order) < BATCH:
            order = torch.cat([order, torch.randperm(len(points), generator=generator)])
        yield points[order[:BATCH]]
        order = order[BATCH:]


def trained(pairs, steps, seed, points):
    torch.manual_seed(seed)
    np.random.seed(seed)  # TorchCFM draws from its plans by NumPy.
    generator = torch.Generator().manual_seed(seed)
    matcher = {
        "independent": ConditionalFlowMatcher,
        "optimal-transport": ExactOptimalTransportConditionalFlowMatcher,
    }[pairs](sigma=0.0)
    network, average = Network(), Network()
    average.load_state_dict(network.state_dict())
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=0)
    for step, x1 in enumerate(batches(points, steps, generator), 1):
        t, x, u = matcher.sample_location_and_conditional_flow(torch.randn_like(x1), x1)
        loss = F.mse_loss(network(x, t), u)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        keep = min(DECAY, (1 + step) / (WARMUP + step))
        with torch.no_grad():
            for mean, value in zip(average.parameters(), network.parameters()):
                mean.lerp_(value, 1 - keep)
    return average


@torch.no_grad()
def walked(network, z, steps):
    """Where Euler's method leads, and the mean squared speed on the way."""
    energy = 0.0
    for i in range(steps):
        u = network(z, torch.full((len(z),), i / steps))
        energy += u.square().sum(1).mean().item() / steps
        z = z + u / steps
    return z, energy


def main():
    pairs, steps, seed, train, noise, ends = sys.argv[1:]
    torch.set_num_threads(1)  # More only wait for one another in so small a network.
    points, start = (torch.from_numpy(np.fromfile(f, "<f4").reshape(-1, 2)) for f in (train, noise))
    begun = time.time()
    network = trained(pairs, int(steps), int(seed), points)
    seconds = time.time() - begun
    fine, energy = walked(network, start, FINE)
    found = [fine] + [walked(network, start, few)[0] for few in FEW]
    torch.stack(found).numpy().astype("<f4").tofile(ends)
    print(energy, seconds)


main()
