package mugs.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import mugs.engine.TorchScript;
import org.bytedeco.pytorch.Tensor;

/** A network as TorchScript: {@code forward} gives the class token, {@code tokens} all tokens. */
record TorchScriptFile() implements NetworkFile {

  @Override
  public void write(Path part, ExportedNetwork network) throws IOException {
    Map<String, Tensor> contiguous = new LinkedHashMap<>();
    network.tensors().forEach((name, tensor) -> contiguous.put(name, tensor.contiguous()));
    TorchScript.write(
        part,
        contiguous,
        TorchScriptSource.of(network.vit(), network.unitLength()),
        Map.of("mugs.json", JsonText.of(network.texts())));
  }

  @Override
  public ReadBack read(Path part, ExportedNetwork network) {
    return new Network(TorchScript.load(part));
  }

  private record Network(TorchScript script) implements ReadBack {
    @Override
    public TokensOut run(Tensor pixels) {
      return new TokensOut(script.run("forward", pixels), script.run("tokens", pixels));
    }

    @Override
    public boolean takesAnySize() {
      return true;
    }

    @Override
    public void close() {
      script.close();
    }
  }
}
