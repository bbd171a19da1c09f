package mugs.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mugs.engine.Device;
import mugs.engine.Precision;

/**
 * Recorded training runs: each is replayed in several ways, see {@link StepReplay}.
 *
 * @param device that computes
 */
public record RecordedTraining(Device device) implements RecordedKind {

  /** A batch cut in any way, worked on by any number of threads, must give the same. */
  private static final List<ReplaySettings> REPLAYS =
      List.of(
          new ReplaySettings(Precision.FLOAT64, 0, 1),
          new ReplaySettings(Precision.FLOAT64, 1, 1),
          new ReplaySettings(Precision.FLOAT64, 3, 1),
          new ReplaySettings(Precision.FLOAT64, 0, 2),
          new ReplaySettings(Precision.FLOAT32, 0, 1));

  @Override
  public String file() {
    return RecordedRun.FILE;
  }

  @Override
  public String sectionsKey() {
    return "replays";
  }

  @Override
  public String checksKey() {
    return "comparisons";
  }

  @Override
  public List<Section> verify(String name, Path folder, VerifyListener listener)
      throws IOException {
    List<Section> sections = new ArrayList<>();
    for (ReplaySettings settings : REPLAYS) {
      listener.section(name + ", " + inWords(settings));
      List<Comparison> comparisons = StepReplay.of(folder, settings.on(device), listener::checked);
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("folder", name);
      facts.put("precision", lower(settings.precision()));
      facts.put("device", device.inWords());
      facts.put("microBatch", settings.microBatch());
      facts.put("workers", settings.workers());
      sections.add(new Section(facts, List.copyOf(comparisons)));
    }
    return sections;
  }

  @Override
  public String counted(List<Section> sections) {
    int groups = sections.stream().mapToInt(section -> section.checks().size()).sum();
    long failed =
        sections.stream()
            .flatMap(section -> section.checks().stream())
            .filter(check -> !check.holds())
            .count();
    return "%s%d groups in %d replays"
        .formatted(failed == 0 ? "" : failed + " of ", groups, sections.size());
  }

  private static String inWords(ReplaySettings settings) {
    List<String> words = new ArrayList<>(List.of(lower(settings.precision())));
    words.add(settings.microBatch() == 0 ? "whole batch" : "micro-batch " + settings.microBatch());
    if (settings.workers() > 1) {
      words.set(1, settings.workers() + " workers");
    }
    return String.join(", ", words);
  }

  private static String lower(Precision precision) {
    return precision.name().toLowerCase(Locale.ROOT);
  }
}
