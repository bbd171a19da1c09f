package mugs.app;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mugs.evaluate.Division;
import mugs.evaluate.FineTunePreset;
import mugs.evaluate.FineTuneProbe;
import mugs.evaluate.FineTuneSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mugs evaluate fine-tune}. */
@Command(
    name = "fine-tune",
    description = {
      "Tune a whole network to the classes of some pictures, and test it on others.",
      "",
      "RUN/weights.safetensors is the network that was tuned; every command takes its backbone.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mugs evaluate fine-tune photos/ --weights runs/photos/best --epochs 50",
      "  mugs evaluate fine-tune --train train/ --test val/ --weights vit.safetensors --preset vit-b",
      "  mugs evaluate fine-tune photos/ --weights runs/photos/best --run runs/tuned --resume"
    })
final class EvaluateFineTuneCommand extends TuneCommand {
  private static final int WIDTH_OF_SMALL = 384;
  private static final int WIDTH_OF_BASE = 768;

  @Mixin private DivisionOptions divisionOptions = new DivisionOptions();

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description =
          "The paper's settings: vit-s, vit-b or vit-l (default: by the width of the network)."
              + " Other options override it.")
  private Optional<String> preset = Optional.empty();

  @Override
  String protocol() {
    return "fine-tune";
  }

  @Override
  void check() {
    divisionOptions.check(false);
    preset.ifPresent(EvaluateFineTuneCommand::preset);
  }

  private static final List<FineTunePreset> PRESETS =
      List.of(FineTunePreset.VIT_S, FineTunePreset.VIT_B, FineTunePreset.VIT_L);

  private static FineTunePreset preset(String name) {
    return Preset.named(name, PRESETS, FineTunePreset::title);
  }

  private static FineTunePreset byWidth(int width) {
    if (width <= WIDTH_OF_SMALL) {
      return FineTunePreset.VIT_S;
    }
    return width <= WIDTH_OF_BASE ? FineTunePreset.VIT_B : FineTunePreset.VIT_L;
  }

  @Override
  boolean tunesSeveral() {
    return false;
  }

  @Override
  int maxMegabytes() {
    return divisionOptions.maxMegabytes();
  }

  @Override
  Found measure(Tuning tuning) throws IOException, InterruptedException {
    FineTunePreset chosen =
        preset
            .map(EvaluateFineTuneCommand::preset)
            .orElseGet(() -> byWidth(tuning.network().vit().width()));
    FineTuneSettings usual = chosen.settings(divisionOptions.seed());
    FineTuneSettings wanted = overrides().settings(usual);
    try (Division division = divisionOptions.open(false, tuning.progress())) {
      TuneWork.Task task =
          new TuneWork.Task(
              division, division.trainPictures(), level(division, divisionOptions.labels()));
      FineTuneSettings settings = overrides().fitted(wanted, task.trained().length);
      tuning
          .progress()
          .say(
              "Settings of %s, %s%s"
                  .formatted(
                      chosen.title(),
                      TuneWork.inWords(settings, task),
                      overrides().shortened(usual, settings).map(" (%s)"::formatted).orElse("")));
      Map<String, Object> pictures =
          examined(
              task,
              compared(division, task.trained(), tuning),
              divisionOptions.share(),
              divisionOptions.seed());
      FineTuneProbe.Result result = tuning.work().run(task, settings, tuning.run(), tuning.run());
      warnOfSkipped(task, result);
      tuning.progress().say("The tuned network: " + result.weights());
      return new Found(
          TuneResults.settings(settings),
          List.of(TuneResults.row(task, result)),
          pictures,
          new TextTable("level", "epochs", "rate", "top-1", "top-5")
              .add(
                  task.level().name(),
                  Integer.toString(settings.epochs()),
                  Significant.digits(result.rate()),
                  TextTable.percent(result.top1()),
                  TextTable.percent(result.top5())));
    }
  }
}
