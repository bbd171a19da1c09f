package mugs.exchange;

import java.util.LinkedHashMap;
import java.util.Map;
import mugs.method.UnitLength;
import mugs.vit.VitSettings;

/**
 * The vision transformer written in TorchScript, module by module; the same operations as in {@code
 * mugs.vit}, at any picture size whose sides are multiples of the patch size.
 */
final class TorchScriptSource {
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final VitSettings vit;

  private TorchScriptSource(VitSettings vit) {
    this.vit = vit;
  }

  /**
   * Returns the methods of each module by its dotted name.
   *
   * @param vit shape of the network
   * @param unitLength whether {@code forward} brings the class token to unit length
   */
  static Map<String, String> of(VitSettings vit, boolean unitLength) {
    TorchScriptSource source = new TorchScriptSource(vit);
    source.patchEmbedding();
    for (int i = 0; i < vit.blocks(); i++) {
      source.block("blocks." + i);
    }
    source.norm("norm");
    source.network(unitLength);
    return source.sources;
  }

  private void patchEmbedding() {
    sources.put(
        "patch_embed.proj",
        """
        def forward(self, pixels: Tensor) -> Tensor:
            return torch.conv2d(pixels, self.weight, self.bias, [%1$d, %1$d])
        """
            .formatted(vit.patchSize()));
  }

  private void norm(String name) {
    sources.put(
        name,
        """
        def forward(self, x: Tensor) -> Tensor:
            return torch.layer_norm(x, [%d], self.weight, self.bias, %s)
        """
            .formatted(vit.width(), vit.layerNormEpsilon()));
  }

  private void linear(String name) {
    sources.put(
        name,
        """
        def forward(self, x: Tensor) -> Tensor:
            return torch.linear(x, self.weight, self.bias)
        """);
  }

  private void block(String name) {
    norm(name + ".norm1");
    norm(name + ".norm2");
    linear(name + ".attn.qkv");
    linear(name + ".attn.proj");
    linear(name + ".mlp.fc1");
    linear(name + ".mlp.fc2");
    sources.put(
        name + ".attn",
        """
        def forward(self, x: Tensor) -> Tensor:
            images, tokens, width = x.size(0), x.size(1), x.size(2)
            qkv = self.qkv.forward(x).reshape([images, tokens, 3, %1$d, width // %1$d])
            q, k, v = qkv.permute([2, 0, 3, 1, 4]).unbind(0)
            seen = torch.scaled_dot_product_attention(q, k, v)
            return self.proj.forward(seen.transpose(1, 2).reshape([images, tokens, width]))
        """
            .formatted(vit.heads()));
    sources.put(
        name + ".mlp",
        """
        def forward(self, x: Tensor) -> Tensor:
            return self.fc2.forward(torch.gelu(self.fc1.forward(x)))
        """);
    sources.put(
        name,
        """
        def forward(self, x: Tensor) -> Tensor:
            x = x + self.attn.forward(self.norm1.forward(x))
            return x + self.mlp.forward(self.norm2.forward(x))
        """);
  }

  private void network(boolean unitLength) {
    StringBuilder blocks = new StringBuilder();
    for (int i = 0; i < vit.blocks(); i++) {
      blocks.append("    x = getattr(self.blocks, \"%d\").forward(x)\n".formatted(i));
    }
    String result =
        unitLength
            ? "token / torch.clamp_min(token.norm(2.0, [-1], True), %s)"
                .formatted(UnitLength.SMALLEST_NORM)
            : "token";
    sources.put(
        "",
        """
        def positions(self, rows: int, columns: int) -> Tensor:
            grid = %1$d
            if rows == grid and columns == grid:
                return self.pos_embed
            row_factor = (rows + 0.1) / grid
            column_factor = (columns + 0.1) / grid
            patches = self.pos_embed[:, 1:].reshape([1, grid, grid, %2$d]).permute([0, 3, 1, 2])
            size = [int(grid * row_factor), int(grid * column_factor)]
            fitted = torch.upsample_bicubic2d(patches, size, False, row_factor, column_factor)
            learned = fitted.permute([0, 2, 3, 1]).reshape([1, -1, %2$d])
            return torch.cat([self.pos_embed[:, :1], learned], 1)

        def features(self, pixels: Tensor) -> Tensor:
            fits = pixels.size(2) %% %3$d == 0 and pixels.size(3) %% %3$d == 0
            assert fits, "both sides of a picture must be multiples of %3$d pixels"
            patches = self.patch_embed.proj.forward(pixels)
            first = self.cls_token.expand([pixels.size(0), 1, %2$d])
            x = torch.cat([first, patches.flatten(2).transpose(1, 2)], 1)
            x = x + self.positions(patches.size(2), patches.size(3))
        %4$s    return x

        def tokens(self, pixels: Tensor) -> Tensor:
            return self.norm.forward(self.features(pixels))

        def forward(self, pixels: Tensor) -> Tensor:
            token = self.norm.forward(self.features(pixels)[:, 0])
            return %5$s
        """
            .formatted(vit.grid(), vit.width(), vit.patchSize(), blocks, result));
  }
}
