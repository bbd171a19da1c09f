package mugs.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import mugs.engine.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordedWeightsTest {
  private static final Path RESOURCES = Path.of("src/test/resources");

  @TempDir private Path folder;
  private final List<String> headings = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({"interchange, 6, 5", "interchange-more, 7, 13"})
  void everyGoodFile_givesTheRecordedTokens_andEveryOtherIsRefused(
      String name, int good, int toRefuse) throws IOException {
    List<WeightsCheck> checks = verified(RESOURCES.resolve(name));

    assertThat(checks).allMatch(WeightsCheck::holds, "hold");
    assertThat(checks).filteredOn(check -> !check.toRefuse()).hasSize(good);
    assertThat(checks)
        .filteredOn(WeightsCheck::toRefuse)
        .hasSize(toRefuse)
        .allMatch(check -> check.reason().length() > 20, "give a reason");
    assertThat(headings).containsExactly("here, %d weights files".formatted(good + toRefuse));
  }

  private List<WeightsCheck> verified(Path place) throws IOException {
    List<Section> sections =
        new RecordedWeights(Device.CPU)
            .verify(
                "here",
                place,
                new VerifyListener() {
                  @Override
                  public void section(String heading) {
                    headings.add(heading);
                  }

                  @Override
                  public void checked(Check check) {}
                });
    return sections.get(0).checks().stream().map(WeightsCheck.class::cast).toList();
  }

  @Test
  void otherTokens_otherSizes_missingFiles_andGoodFilesToRefuse_fail() throws IOException {
    copy("timm-vit.safetensors", "timm-vit.safetensors");
    copy("timm-vit.safetensors", "refuse-good.safetensors");
    copy("refuse-text.pth", "text.pth");
    copy("timm-vit-expected.safetensors", "expected.safetensors");
    copy("authors-expected.safetensors", "other.safetensors");
    String good =
        "\"good\": {\"timm-vit.safetensors\": \"%s\", \"text.pth\": \"%1$s\", \"gone\": \"%1$s\"}";
    String settings = "{\"depth\": %d, \"heads\": 3, \"tolerance\": 1e-5, %s}";

    write(settings.formatted(2, good.formatted("expected.safetensors")));
    List<WeightsCheck> right = verified(folder);
    assertThat(right).extracting(WeightsCheck::holds).containsExactly(true, false, false, false);
    assertThat(right.get(1).reason()).contains("it is no weights file");
    assertThat(right.get(2).reason()).contains("no such file");
    assertThat(right.get(3).lines().get(0)).contains("was taken, but is to be refused");

    write(settings.formatted(2, good.formatted("other.safetensors")));
    assertThat(verified(folder).get(0).holds()).isFalse();
    assertThat(verified(folder).get(0).differences().get("tokens")).isGreaterThan(0.1);

    write(settings.formatted(3, good.formatted("expected.safetensors")));
    assertThat(verified(folder).get(0).reason()).contains("depth 2, the settings say 3");
  }

  @Test
  void whatCannotBeRead_isNotRefusedForItsContent() throws IOException {
    Files.createDirectory(folder.resolve("refuse-folder"));
    write("{\"tolerance\": 1e-5, \"good\": {}}");

    assertThat(verified(folder)).hasSize(1).noneMatch(WeightsCheck::holds);
  }

  private void write(String settings) throws IOException {
    Files.writeString(folder.resolve("settings.json"), settings);
  }

  private void copy(String from, String to) throws IOException {
    Files.copy(
        RESOURCES.resolve("interchange").resolve(from),
        folder.resolve(to),
        StandardCopyOption.REPLACE_EXISTING);
  }
}
