package mugs.app;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mugs.engine.Engine;
import mugs.source.OpenOptions;
import mugs.source.PictureFormat;
import mugs.source.PictureSource;
import mugs.source.PictureSources;
import mugs.source.ShardWriter;
import mugs.train.RunFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mugs pack}. */
@Command(
    name = "pack",
    description = {
      "Write pictures as WebDataset shards, resized once, with their labels beside them.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  mugs pack photos/ --out shards/ --shorter-side 256")
final class PackCommand extends Subcommand {
  private static final long KILOBYTE = 1000;
  private static final long MEGABYTE = 1_000_000;
  private static final int LARGEST_SIDE = 65_500;

  /** What pictures are encoded as, where they are encoded anew. */
  enum Encoding {
    /** Small, nearly the same pixels. */
    JPEG,
    /** The same pixels. */
    PNG
  }

  @Parameters(paramLabel = "PICTURES", arity = "1..*", description = PICTURES)
  private List<String> pictures = List.of();

  @Option(
      names = "--out",
      paramLabel = "SHARDS",
      required = true,
      description = "The folder to write; it must be empty or new.")
  private Path out = Path.of("");

  @Option(
      names = "--shorter-side",
      paramLabel = "N",
      description =
          "Shrink pictures whose shorter side has more pixels to N; others, and without this option"
              + " all, keep their bytes.")
  private Optional<Integer> shorterSide = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "jpeg or png, for pictures that are encoded anew (default: jpeg; png where the pictures"
              + " are raw pixels).")
  private Optional<Encoding> format = Optional.empty();

  @Option(
      names = "--quality",
      paramLabel = "Q",
      defaultValue = "95",
      description = "Quality of JPEG, from 1 to 100 (default: ${DEFAULT-VALUE}).")
  private int quality;

  @Option(
      names = "--shard-size",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Most pictures in a shard (default: ${DEFAULT-VALUE}).")
  private int shardSize;

  @Option(
      names = "--shard-megabytes",
      paramLabel = "MB",
      defaultValue = "1000",
      description = "Size at which a shard is full (default: ${DEFAULT-VALUE}).")
  private long shardMegabytes;

  @Option(
      names = "--max-megabytes",
      paramLabel = "MB",
      defaultValue = "64",
      description = "A larger picture file is skipped (default: ${DEFAULT-VALUE}).")
  private int maxMegabytes;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "Threads that decode and encode; 0: one for each processor (the default).")
  private int threads;

  @Option(names = "--json", description = "Print one JSON object at the end.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    check();
    RunFolder.checkFree(out);
    try (ProgressLine progress = progress()) {
      progress.say("Looking for pictures in " + String.join(", ", pictures));
      OpenOptions options =
          new OpenOptions(maxMegabytes * MEGABYTE, OpenOptions.DEFAULT.shuffleBuffer(), progress);
      try (PictureSource source = PictureSources.open(pictures, options)) {
        return pack(source, progress);
      }
    }
  }

  private void check() {
    shorterSide.ifPresent(side -> checkRange("--shorter-side", side, 1, LARGEST_SIDE));
    checkRange("--quality", quality, 1, 100);
    checkRange("--shard-size", shardSize, 1, Integer.MAX_VALUE);
    checkRange("--shard-megabytes", shardMegabytes, 1, 1_000_000);
    checkRange("--max-megabytes", maxMegabytes, 1, 2000);
    checkRange("--threads", threads, 0, 1024);
  }

  private int pack(PictureSource source, ProgressLine progress) throws IOException {
    RunFolder folder = RunFolder.create(out);
    Packing packing =
        new Packing(
            source,
            new Packing.Options(
                shorterSide,
                format.map(f -> PictureFormat.valueOf(f.name())),
                quality,
                new ShardWriter.Limits(shardSize, shardMegabytes * MEGABYTE),
                threads > 0 ? threads : Engine.processors()),
            progress);
    Packing.Outcome outcome;
    try (StopOnSignal.Work work = signals().during(packing::stop)) {
      outcome = packing.run(out);
      folder.writeSkipped(outcome.skipped());
    }
    if (outcome.pictures() == 0 && outcome.complete()) {
      Map.Entry<String, String> first = outcome.skipped().entrySet().iterator().next();
      Files.deleteIfExists(out.resolve("skipped.tsv"));
      throw CommandException.work(
          source.size() == 1
              ? "the only picture cannot be read: %s (%s); give others"
                  .formatted(first.getKey(), first.getValue())
              : "none of %d pictures can be read, the first is %s (%s): mend them"
                  .formatted(source.size(), first.getKey(), first.getValue()));
    }
    tell(outcome, source, progress);
    return ExitCode.GOOD;
  }

  private void tell(Packing.Outcome outcome, PictureSource source, ProgressLine progress)
      throws IOException {
    progress.say(
        String.format(
            Locale.ROOT,
            "%s%s (%s) in %s in %s: %s",
            outcome.complete() ? "" : "Stopped after ",
            counted(outcome.pictures(), "picture"),
            size(outcome.bytes()),
            counted(outcome.shards(), "shard"),
            ProgressLine.duration(outcome.seconds()),
            out));
    if (!outcome.complete()) {
      progress.say(afterStopping(outcome.pictures(), source.size()));
    }
    if (!outcome.skipped().isEmpty()) {
      progress.say(
          "Pictures that could not be read: %d, listed in %s"
              .formatted(outcome.skipped().size(), out.resolve("skipped.tsv")));
    }
    if (json) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("out", out.toString());
      result.put("pictures", outcome.pictures());
      result.put("skippedPictures", outcome.skipped().size());
      result.put("shards", outcome.shards());
      result.put("bytes", outcome.bytes());
      result.put("complete", outcome.complete());
      result.put("seconds", outcome.seconds());
      out().println(JsonMapper.builder().build().writeValueAsString(result));
    }
  }

  /** Says how far the pictures are packed, and how all of them come to be. */
  static String afterStopping(int packed, int pictures) {
    String all = String.format(Locale.ROOT, "%,d", pictures);
    String how =
        switch (packed) {
          case 0 -> "None of the " + all + " is packed";
          case 1 -> "It is the first of " + all;
          default -> "They are the first of " + all;
        };
    return how + "; to pack all, empty the folder and start again";
  }

  private static String counted(int count, String what) {
    return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
  }

  /** Rounded up, so that nothing is 0 but nothing. */
  private static String size(long bytes) {
    long unit = bytes > MEGABYTE ? MEGABYTE : KILOBYTE;
    return String.format(
        Locale.ROOT, "%,d %s", (bytes + unit - 1) / unit, unit == MEGABYTE ? "MB" : "kB");
  }
}
