package mugs.train;

import java.util.stream.Stream;

/** A recipe that trains in a blink: one block, sixteen wide, on pictures of 16 pixels. */
final class TinyRun {
  private static final String[] SETTINGS = {
    "crops.global-size=16",
    "crops.local-size=8",
    "crops.local-crops=1",
    "backbone.width=16",
    "backbone.blocks=1",
    "backbone.heads=2",
    "backbone.patch-size=8",
    "heads.hidden=16",
    "heads.predictor-hidden=16",
    "heads.output=8",
    "heads.group-hidden=16",
    "heads.bottleneck=8",
    "supervision.instance.queue=32",
    "supervision.local-group.queue=32",
    "supervision.local-group.memory=32",
    "supervision.group.prototypes=16",
    "optimiser.batch=8",
    "schedule.epochs=2",
    "schedule.warm-up-epochs=1",
    "run.workers=2",
    "run.log-every=1",
    "run.knn-every=1",
  };

  private TinyRun() {}

  /** Returns the recipe with some settings changed. */
  static Recipe recipe(String... changes) {
    return Recipe.load(
        "demo", Stream.concat(Stream.of(SETTINGS), Stream.of(changes)).toArray(String[]::new));
  }
}
