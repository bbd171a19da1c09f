#!/usr/bin/env python3
"""Times a training step of Mugs written with plain PyTorch operations, to compare `mugs bench step` with.

The two loads are those of the recipes of the same names. A step is what a PyTorch user would write: modules,
autograd, scaled_dot_product_attention, torch.optim.AdamW. With --as-released three things are done as the authors'
program does them: attention by its formula, one product for each pair of crops in each contrastive loss and one
softmax for each pair in the third, and lengths of all rows of memory taken at every look-up.

    python3 plain_step.py --recipe vit-s16-100ep --batch 8 --steps 5
    python3 plain_step.py --recipe bench-small --device cuda --precision bfloat16

It needs PyTorch 2.1 or newer, and trains nothing: its crops are noise.
"""

import argparse
import resource
import statistics
import time

import torch
import torch.nn.functional as F
from torch import nn

RECIPES = {
    "vit-s16-100ep": dict(width=384, blocks=12, heads=6, patch=16, large=224, small=96, locals=10, hidden=2048,
                          predictor=4096, output=256, bottleneck=256, rows=65536, batch=8),
    "bench-small": dict(width=128, blocks=4, heads=4, patch=4, large=32, small=16, locals=4, hidden=512,
                        predictor=512, output=128, bottleneck=128, rows=2048, batch=64),
}
NEIGHBOURS, TEMPERATURE, STUDENT_TEMPERATURE, TEACHER_TEMPERATURE = 8, 0.2, 0.1, 0.04


def drop_path(x, rate, training):
    if not training or rate == 0:
        return x
    kept = torch.rand(x.shape[0], 1, 1, device=x.device) >= rate
    return x * (kept / (1 - rate)).to(x.dtype)


class Block(nn.Module):
    def __init__(self, width, heads, drop=0.0, plain_attention=False):
        super().__init__()
        self.heads, self.drop, self.plain = heads, drop, plain_attention
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=1e-6), nn.LayerNorm(width, eps=1e-6)
        self.qkv, self.proj = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.mlp = mlp([width, 4 * width, width], bias=True)

    def attend(self, x):
        images, tokens, width = x.shape
        q, k, v = self.qkv(x).reshape(images, tokens, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        if self.plain:
            seen = (q @ k.transpose(-2, -1) * q.shape[-1] ** -0.5).softmax(-1) @ v
        else:
            seen = F.scaled_dot_product_attention(q, k, v)
        return self.proj(seen.transpose(1, 2).reshape(images, tokens, width))

    def forward(self, x):
        x = x + drop_path(self.attend(self.norm1(x)), self.drop, self.training)
        return x + drop_path(self.mlp(self.norm2(x)), self.drop, self.training)


def mlp(widths, bias):
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        layers += [nn.Linear(inputs, outputs, bias=bias), nn.GELU()]
    return nn.Sequential(*layers[:-1])


class Network(nn.Module):
    def __init__(self, r, student, plain_attention):
        super().__init__()
        self.grid = r["large"] // r["patch"]
        self.patch = nn.Conv2d(3, r["width"], r["patch"], r["patch"])
        self.cls = nn.Parameter(torch.randn(1, 1, r["width"]) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, 1 + self.grid**2, r["width"]) * 0.02)
        drop = 0.1 if student else 0.0
        self.blocks = nn.Sequential(*[
            Block(r["width"], r["heads"], drop * i / (r["blocks"] - 1), plain_attention) for i in range(r["blocks"])])
        self.norm = nn.LayerNorm(r["width"], eps=1e-6)
        self.relation = Block(r["width"], r["heads"], 0.0, plain_attention)
        for name in ("instance", "local_group"):
            self.add_module(name, mlp([r["width"], r["hidden"], r["hidden"], r["output"]], bias=False))
            if student:
                self.add_module(name + "_predictor", mlp([r["output"], r["predictor"], r["output"]], bias=False))
        self.group = mlp([r["width"], r["hidden"], r["hidden"], r["bottleneck"]], bias=True)
        self.prototypes = nn.utils.parametrizations.weight_norm(nn.Linear(r["bottleneck"], r["rows"], bias=False))

    def tokens(self, pixels):
        x = self.patch(pixels).flatten(2).transpose(1, 2)
        grid, positions = int(x.shape[1] ** 0.5), self.positions
        if grid != self.grid:
            square = positions[:, 1:].reshape(1, self.grid, self.grid, -1).permute(0, 3, 1, 2)
            square = F.interpolate(square, scale_factor=(grid + 0.1) / self.grid, mode="bicubic")
            positions = torch.cat([positions[:, :1], square.flatten(2).transpose(1, 2)], 1)
        return self.blocks(torch.cat([self.cls.expand(x.shape[0], -1, -1), x], 1) + positions)

    def contrastive(self, name, x):
        x = F.normalize(getattr(self, name)(x), dim=-1)
        predictor = getattr(self, name + "_predictor", None)
        return x if predictor is None else F.normalize(predictor(x), dim=-1)

    def forward(self, pixels, memory, as_released):
        x = self.tokens(pixels)
        query = x.mean(1)
        with torch.no_grad():
            rows = F.normalize(memory.rows, dim=1) if as_released else memory.unit
            nearest = (F.normalize(query.detach().float(), dim=1) @ rows.t()).topk(NEIGHBOURS).indices
            neighbours = memory.rows[nearest]
        group = self.norm(self.relation(torch.cat([query[:, None], neighbours.to(query.dtype)], 1))[:, 0])
        c = self.norm(x[:, 0])
        scores = self.prototypes(F.normalize(self.group(c), dim=-1))
        return (self.contrastive("instance", c).float(), self.contrastive("local_group", group).float(),
                scores.float(), self.norm(x[:, 1:]).mean(1).detach().float())


class Ring:
    def __init__(self, rows, width, device, unit):
        rows = torch.randn(rows, width, device=device)
        self.rows = F.normalize(rows, dim=1) if unit else rows
        self.unit = F.normalize(rows, dim=1)
        self.pointer = 0

    def write(self, added):
        at = (self.pointer + torch.arange(len(added), device=added.device)) % len(self.rows)
        self.rows[at], self.unit[at] = added, F.normalize(added, dim=1)
        self.pointer = (self.pointer + len(added)) % len(self.rows)


def pairs(students, first):
    return [(t, v) for t in range(2) for v in range(students) if first + v != t]


def contrast(predictions, targets, first, queue, as_released):
    """Mean InfoNCE over pairs of teacher and student crops."""
    if as_released:
        losses = []
        for t, v in pairs(len(predictions), first):
            odds = torch.cat([(predictions[v] * targets[t]).sum(-1, keepdim=True), predictions[v] @ queue.rows.t()], 1)
            wanted = torch.zeros(len(odds), dtype=torch.long, device=odds.device)
            losses.append(F.cross_entropy(odds / TEMPERATURE, wanted))
        return torch.stack(losses).mean()
    scaled = predictions / TEMPERATURE
    negatives = (scaled @ queue.rows.t()).logsumexp(-1)
    losses = [torch.logaddexp((scaled[v] * targets[t]).sum(-1), negatives[v]) - (scaled[v] * targets[t]).sum(-1)
              for t, v in pairs(len(predictions), first)]
    return torch.stack(losses).mean()


def group_loss(predictions, targets, first, as_released):
    if not as_released:
        logs = (predictions / STUDENT_TEMPERATURE).log_softmax(-1)
    losses = []
    for t, v in pairs(len(predictions), first):
        log = (predictions[v] / STUDENT_TEMPERATURE).log_softmax(-1) if as_released else logs[v]
        losses.append(-(targets[t] * log).sum(-1).mean())
    return torch.stack(losses).mean()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--recipe", choices=RECIPES, default="bench-small")
    parser.add_argument("--batch", type=int)
    parser.add_argument("--steps", type=int, default=10, help="to time; two before them are not timed")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--precision", choices=["float32", "tf32", "bfloat16"], default="float32")
    parser.add_argument("--as-released", action="store_true")
    options = parser.parse_args()
    r = RECIPES[options.recipe]
    batch, device = options.batch or r["batch"], torch.device(options.device)
    torch.backends.cuda.matmul.allow_tf32 = options.precision == "tf32"
    released = options.as_released

    student, teacher = (Network(r, who, released).to(device) for who in (True, False))
    teacher.requires_grad_(False).eval()
    own = dict(student.named_parameters())
    followed = [own[name] for name, _ in teacher.named_parameters()]
    kinds = {True: [], False: []}
    for parameter in student.parameters():
        kinds[parameter.dim() >= 2].append(parameter)
    optimiser = torch.optim.AdamW([dict(params=kinds[True], weight_decay=0.04),
                                   dict(params=kinds[False], weight_decay=0.0)], lr=1e-6)
    queues = [Ring(r["rows"], r["output"], device, True) for _ in range(2)]
    memories = [Ring(r["rows"], r["width"], device, False) for _ in range(2)]
    centre = torch.zeros(1, r["rows"], device=device)
    crops = [torch.randn(count * batch, 3, side, side, device=device)
             for count, side in ((2, r["large"]), (2, r["large"]), (r["locals"], r["small"]))]

    def cast():
        return torch.autocast(device.type, torch.bfloat16, enabled=options.precision == "bfloat16")

    def by_crop(outputs):
        return [output.view(-1, batch, output.shape[-1]) for output in outputs]

    def step():
        nonlocal centre
        with torch.no_grad(), cast():
            t = by_crop(teacher(crops[0], memories[0], released))
            choice = ((t[2] - centre) / TEACHER_TEMPERATURE).softmax(-1)
        loss = 0
        for first, pixels in ((0, crops[1]), (2, crops[2])):
            with cast():
                s = by_crop(student(pixels, memories[1], released))
            loss = loss + (contrast(s[0], t[0], first, queues[0], released)
                           + contrast(s[1], t[1], first, queues[1], released)
                           + group_loss(s[2], choice, first, released)) / 6
            if first == 0:
                rows = s[3][0]
        optimiser.zero_grad()
        loss.backward()
        for parameter in student.parameters():
            nn.utils.clip_grad_norm_([parameter], 3.0)
        optimiser.step()
        with torch.no_grad():
            torch._foreach_lerp_(list(teacher.parameters()), followed, 0.004)
            for queue, features in zip(queues, t):
                queue.write(features.flatten(0, 1))
            memories[0].write(t[3][0])
            memories[1].write(rows[::2])
            centre = centre * 0.9 + t[2].mean((0, 1))[None] * 0.1
        return loss.item()

    def sgemm():
        a, b, rates = torch.rand(2048, 2048), torch.rand(2048, 2048), []
        for _ in range(15):
            start = time.perf_counter()
            a @ b
            rates.append(2 * 2048**3 / (time.perf_counter() - start) / 1e9)
        return rates[3:]

    rates, seconds = sgemm(), []
    for i in range(2 + options.steps):
        start = time.perf_counter()
        step()
        if device.type == "cuda":
            torch.cuda.synchronize()
        seconds.append(time.perf_counter() - start)
    rates += sgemm()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    if device.type == "cuda":
        peak = torch.cuda.max_memory_allocated()
    print("%.2f images/s; peak memory %.2f GB; products of the processor %.0f GFLOP/s; torch %s, %d threads"
          % (batch / statistics.median(seconds[2:]), peak / 1e9, statistics.median(rates), torch.__version__,
             torch.get_num_threads()))


if __name__ == "__main__":
    main()
