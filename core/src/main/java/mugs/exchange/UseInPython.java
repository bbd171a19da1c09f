package mugs.exchange;

import mugs.vit.VitSettings;

/** The few lines with which an exported file is used elsewhere. */
final class UseInPython {
  private UseInPython() {}

  static String of(String file, ExportOptions options, VitSettings vit) {
    return switch (options.format()) {
      case SAFETENSORS -> "```\nmugs pretrain PICTURES --init-from %s ...\n```\n".formatted(file);
      case TIMM ->
          """
          ```python
          %simport timm
          %sfrom safetensors.torch import load_file
          model = %s.eval()
          model.load_state_dict(load_file("%s"), strict=True)
          vectors = model(pixels)  # [images, %d]
          ```
          """
              .formatted(
                  TimmName.expression(vit).contains("functools") ? "import functools\n" : "",
                  TimmName.expression(vit).contains("torch.") ? "import torch\n" : "",
                  TimmName.expression(vit),
                  file,
                  vit.width());
      case TORCHSCRIPT ->
          """
          ```python
          import torch
          model = torch.jit.load("%s")
          vectors = model(pixels)         # [images, %2$d]
          tokens = model.tokens(pixels)   # [images, 1 + patches, %2$d]
          ```
          """
              .formatted(file, vit.width());
      case ONNX ->
          """
          ```python
          import onnxruntime
          session = onnxruntime.InferenceSession("%s")
          vectors, tokens = session.run(["class_token", "tokens"], {"pixels": pixels})
          ```
          """
              .formatted(file);
    };
  }
}
