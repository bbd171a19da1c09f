#!/usr/bin/env python3
"""Loads files that `mugs export` wrote in the programs they are for, and compares.

    mugs export W --format FORMAT --out F --check C.safetensors
    python3 interop/check_exports.py --check C.safetensors F [F...]

C holds random pixels and what Mugs for the JVM makes of them. Each F is loaded by its ending: .safetensors in timm
(strictly), .pt in PyTorch, .onnx in ONNX Runtime. A line a file tells the largest difference. A file that was exported for
another size than C, or with class tokens of unit length where C has none, is refused. Needs numpy, safetensors and what
the files are for: timm, torch, onnxruntime. Exit code 0 if all files agree, 1 if one does not or cannot be
loaded, 2 for wrong usage.
"""

import argparse
import json
import sys

TOLERANCE = 1e-4  # of the largest value: what the order of additions may cost in float32


def texts_of(path):
    """What mugs export wrote beside the weights or the network, as texts by name."""
    if path.endswith(".safetensors"):
        from safetensors import safe_open

        with safe_open(path, framework="np") as file:
            return file.metadata() or {}
    if path.endswith(".pt"):
        import torch

        files = {"mugs.json": ""}
        torch.jit.load(path, _extra_files=files)
        return json.loads(files["mugs.json"] or "{}")
    import onnxruntime

    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    return session.get_modelmeta().custom_metadata_map


def refuse_mismatch(texts, checked, check_path):
    """Raises ValueError, in a sentence, where a file and the check file were not exported alike."""
    for name in ("image_size", "unit_length"):
        for found, whose in ((texts, "it"), (checked, check_path)):
            if name not in found:
                raise ValueError(f"{whose} does not say its {name}: give what mugs export wrote")
    if texts["image_size"] != checked["image_size"]:
        raise ValueError(
            f"it is for pictures of {texts['image_size']} pixels, {check_path} has pictures of {checked['image_size']}:"
            " export both with the same --size"
        )
    if texts["unit_length"] != checked["unit_length"]:
        unit = "class tokens of unit length", "class tokens as they come"
        ours, theirs = unit if texts["unit_length"] == "true" else unit[::-1]
        raise ValueError(
            f"it gives {ours}, {check_path} has {theirs}: export both with --unit-length, or both without"
        )


def by_timm(path, pixels):
    import functools

    import timm
    import torch
    from safetensors.torch import load_file

    texts = texts_of(path)
    sizes = {name: int(texts[name]) for name in ("image_size", "patch_size", "width", "blocks", "heads", "channels")}
    model = timm.models.vision_transformer.VisionTransformer(
        img_size=sizes["image_size"],
        patch_size=sizes["patch_size"],
        in_chans=sizes["channels"],
        num_classes=0,
        embed_dim=sizes["width"],
        depth=sizes["blocks"],
        num_heads=sizes["heads"],
        norm_layer=functools.partial(torch.nn.LayerNorm, eps=float(texts["layer_norm_epsilon"])),
    ).eval()
    model.load_state_dict(load_file(path), strict=True)
    found = {}
    with torch.no_grad():
        found["tokens"] = model.forward_features(torch.from_numpy(pixels)).numpy()
        found["class_token"] = model(torch.from_numpy(pixels)).numpy()
    if "timm_name" in texts:
        named = timm.create_model(
            texts["timm_name"], num_classes=0, img_size=sizes["image_size"], in_chans=sizes["channels"]
        ).eval()
        named.load_state_dict(load_file(path), strict=True)
        with torch.no_grad():
            found["class_token of " + texts["timm_name"]] = named(torch.from_numpy(pixels)).numpy()
    return found


def by_torch(path, pixels):
    import torch

    model = torch.jit.load(path).eval()
    with torch.no_grad():
        pixels = torch.from_numpy(pixels)
        return {"class_token": model(pixels).numpy(), "tokens": model.tokens(pixels).numpy()}


def by_onnxruntime(path, pixels):
    import onnxruntime

    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    names = ["class_token", "tokens"]
    return dict(zip(names, session.run(names, {"pixels": pixels})))


LOADERS = {".safetensors": by_timm, ".pt": by_torch, ".onnx": by_onnxruntime}


def compare(path, expected, checked, check_path):
    import numpy

    ending = path[path.rfind("."):]
    if ending not in LOADERS:
        raise ValueError("its ending is none of " + ", ".join(LOADERS))
    texts = texts_of(path)
    if ending == ".safetensors" and "image_size" not in texts:
        raise ValueError("it is not of --format timm: its metadata has no image_size")
    refuse_mismatch(texts, checked, check_path)
    worst = 0.0
    for pictures in (len(expected["pixels"]), 1):  # the whole batch, and one alone
        found = LOADERS[ending](path, expected["pixels"][:pictures])
        for name, values in found.items():
            wanted = expected[name.split(" ")[0]][:pictures]
            if values.shape != wanted.shape:
                raise ValueError(f"{name} has the shape {values.shape}, not {wanted.shape}")
            difference = float(numpy.abs(values - wanted).max() / numpy.abs(wanted).max())
            if not numpy.isfinite(difference):
                raise ValueError(f"{name} is not finite")
            worst = max(worst, difference)
    return worst


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", required=True, metavar="C.safetensors", help="written by mugs export --check")
    parser.add_argument("files", nargs="+", metavar="F", help="files that mugs export wrote of the same weights")
    arguments = parser.parse_args()
    from safetensors.numpy import load_file

    expected = load_file(arguments.check)
    checked = texts_of(arguments.check)
    good = True
    for path in arguments.files:
        try:
            worst = compare(path, expected, checked, arguments.check)
        except Exception as e:  # one file must not keep the others from being looked at
            print(f"FAILED  {path}: {type(e).__name__}: {str(e).splitlines()[0] if str(e) else ''}")
            good = False
            continue
        good = good and worst <= TOLERANCE
        print(f"{'good  ' if worst <= TOLERANCE else 'FAILED'}  {path}: largest difference {worst:.2g} of the largest value")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
