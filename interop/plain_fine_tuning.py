#!/usr/bin/env python3
"""Tunes a tiny vision transformer with timm, and records what came out, for Mugs for the JVM to be compared with.

    python3 interop/plain_fine_tuning.py core/src/test/resources/fine-tuning

The network, the optimiser's groups, mixing and the loss are timm's: VisionTransformer, param_groups_layer_decay, Mixup,
SoftTargetCrossEntropy; the optimiser is torch.optim.AdamW, the schedule that of DINO and BEiT, all in float64. Two things
are set by hand. The final norm takes the rate of the head, as in BEiT's program, where timm lets it take that of the last
block. And what is drawn elsewhere is given here: pictures, their order, shares and boxes.

It writes steps.json (settings, and of each step its pictures, mixing, rate and loss) and tensors.safetensors (pixels,
and all weights at the start and after each step). Needs numpy, safetensors, timm 1.0 and torch.
"""

import json
import math
import os
import sys

import numpy as np
import torch
from safetensors.torch import save_file
from timm.data.mixup import Mixup
from timm.loss import SoftTargetCrossEntropy
from timm.models.vision_transformer import VisionTransformer
from timm.optim import param_groups_layer_decay
from torch import nn

SIZE, PATCH, WIDTH, BLOCKS, HEADS, CLASSES, PROJECTED = 8, 4, 8, 2, 2, 3, 5
BATCH, LABELS = 4, [0, 1, 2, 0, 1, 2, 2, 1]
ALONE, FADED, PASTED = "alone", "faded", "pasted"

CASES = {
    "fine-tune": dict(
        projector=False, epochs=5, rate=0.02, endRate=1e-3, warmUpEpochs=2, weightDecay=0.3, layerDecay=0.6, smoothing=0.1,
        mixing=[(FADED, 0.7), (PASTED, 0.6, 2, 7), (ALONE, 1.0), (FADED, 0.25), (PASTED, 0.3, 4, 4), (PASTED, 0.9, 5, 0),
                (FADED, 0.999), (PASTED, 0.02, 0, 3), (FADED, 0.5), (PASTED, 0.5, 6, 6)]),
    "semi": dict(
        projector=True, epochs=1, rate=0.01, endRate=0.0, warmUpEpochs=0, weightDecay=0.05, layerDecay=0.8, smoothing=0.0,
        mixing=[(ALONE, 1.0), (ALONE, 1.0)]),
}


class Tuned(nn.Module):
    """A backbone, the first layer of a projector with its GELU if there is one, and a head."""

    def __init__(self, projector):
        super().__init__()
        self.backbone = VisionTransformer(
            img_size=SIZE, patch_size=PATCH, embed_dim=WIDTH, depth=BLOCKS, num_heads=HEADS, num_classes=0,
            global_pool="token")
        self.projector = nn.Linear(WIDTH, PROJECTED, bias=False) if projector else None
        self.head = nn.Linear(PROJECTED if projector else WIDTH, CLASSES)

    def forward(self, pixels):
        token = self.backbone(pixels)
        return self.head(token if self.projector is None else nn.functional.gelu(self.projector(token)))

    def no_weight_decay(self):
        return {"backbone." + name for name in self.backbone.no_weight_decay()}

    def group_matcher(self, coarse=False):
        return dict(stem=r"^backbone\.(?:cls_token|pos_embed|patch_embed)", blocks=r"^backbone\.blocks\.(\d+)")

    def named(self):
        names = {"projector.weight": "instance_head.projector.0.weight"}
        return {names.get(name, name.removeprefix("backbone.")): parameter
                for name, parameter in self.named_parameters()}


def schedule(case, per_epoch):
    """utils.cosine_scheduler of DINO and BEiT."""
    warm_up = np.linspace(0, case["rate"], case["warmUpEpochs"] * per_epoch)
    steps = case["epochs"] * per_epoch - len(warm_up)
    fall = [case["endRate"] + 0.5 * (case["rate"] - case["endRate"]) * (1 + math.cos(math.pi * i / steps))
            for i in range(steps)]
    return [*map(float, warm_up), *fall]


def mixer(smoothing, kind, share, *centre):
    """timm's mixing with a share and, for a pasted box, a centre that are given."""
    mixup = Mixup(mixup_alpha=0.8, cutmix_alpha=1.0, label_smoothing=smoothing, num_classes=CLASSES)
    mixup._params_per_batch = lambda: (share, kind == PASTED)
    drawn = iter(centre)
    np.random.randint = lambda *args, **kwargs: next(drawn)
    return mixup


def perturb(network, generator):
    for name, parameter in network.named().items():
        around = 1.0 if "norm" in name and name.endswith("weight") else 0.0
        values = around + 0.3 * torch.randn(parameter.shape, generator=generator)
        parameter.data.copy_(values.float())  # float32 holds them exactly


def record(name, case, tensors, generator):
    network = Tuned(case["projector"])
    perturb(network, generator)
    groups = param_groups_layer_decay(
        network, weight_decay=case["weightDecay"], no_weight_decay_list=network.no_weight_decay(),
        layer_decay=case["layerDecay"])
    optimiser = torch.optim.AdamW(groups, lr=0.0, betas=(0.9, 0.999), eps=1e-8)
    per_epoch = len(LABELS) // BATCH
    order, steps = [], []

    def keep(when, kind):
        tensors.update({f"{name}.{when}.{key}": value.detach().to(kind, copy=True)
                        for key, value in network.named().items()})

    keep("00", torch.float32)
    for i, (rate, mixing) in enumerate(zip(schedule(case, per_epoch), case["mixing"], strict=True)):
        order = order or torch.randperm(len(LABELS), generator=generator).tolist()
        shown, order = order[:BATCH], order[BATCH:]
        pixels = torch.randn(BATCH, 3, SIZE, SIZE, generator=generator).half()
        tensors[f"{name}.pixels.{i:02d}"] = pixels
        labels = torch.tensor([LABELS[picture] for picture in shown])
        mixed, targets = mixer(case["smoothing"], *mixing)(pixels.double(), labels)
        for group in optimiser.param_groups:
            group["lr"] = rate * group["lr_scale"]
        optimiser.zero_grad()
        loss = SoftTargetCrossEntropy()(network(mixed), targets)
        loss.backward()
        optimiser.step()
        keep(f"{i + 1:02d}", torch.float64)
        steps.append(dict(pictures=shown, mixing=mixing[0], share=mixing[1], centre=mixing[2:], rate=rate,
                          loss=loss.item()))
    return dict(settings={key: value for key, value in case.items() if key != "mixing"}, steps=steps)


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: plain_fine_tuning.py FOLDER")
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(1)
    generator = torch.Generator().manual_seed(11)
    tensors = {}
    cases = {name: record(name, case, tensors, generator) for name, case in CASES.items()}
    network = dict(size=SIZE, patch=PATCH, width=WIDTH, blocks=BLOCKS, heads=HEADS, classes=CLASSES)
    os.makedirs(sys.argv[1], exist_ok=True)
    save_file(tensors, os.path.join(sys.argv[1], "tensors.safetensors"))
    with open(os.path.join(sys.argv[1], "steps.json"), "w") as file:
        json.dump(dict(network=network, batch=BATCH, labels=LABELS, cases=cases), file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
