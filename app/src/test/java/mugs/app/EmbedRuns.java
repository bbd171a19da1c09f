package mugs.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import mugs.vit.VitSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A small collection and its network, embedded by the command. */
abstract class EmbedRuns {

  @TempDir Path folder;

  Path pictures;
  Path weights;

  @BeforeEach
  void write() throws IOException {
    pictures = TinyPictures.write(folder.resolve("pictures"));
    weights = writeWeights(TinyWeights.NETWORK);
  }

  Path writeWeights(VitSettings vit) throws IOException {
    return TinyWeights.write(folder.resolve("weights.safetensors"), vit);
  }

  List<String> arguments(String out, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("embed", pictures.toString(), "--weights", weights.toString(), "--out"));
    arguments.add(folder.resolve(out).toString());
    arguments.addAll(List.of(more));
    return arguments;
  }

  Captured embed(String out, String... more) {
    return Captured.run(arguments(out, more).toArray(String[]::new));
  }

  List<String> written() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isRegularFile)
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.equals("weights.safetensors"))
          .sorted()
          .toList();
    }
  }
}
