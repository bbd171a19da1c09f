package mugs.train;

import java.util.List;
import java.util.Map;
import mugs.method.StepReport;
import mugs.method.StepSettings;

/** Hears of a run while it goes on, on the thread that trains. */
public interface PretrainingListener {

  /** Hears nothing. */
  PretrainingListener NONE = new PretrainingListener() {};

  /**
   * What a run is about to do.
   *
   * @param pictures in the source
   * @param parameters of the student
   * @param steps that will be run
   * @param stepsPerEpoch batches in one pass over the pictures
   * @param stepsBefore steps that were done before; above 0 for a run that is resumed
   * @param advice on settings that go badly together, or with the pictures, a sentence each; none
   *     for a run that is resumed
   * @param machineDifferences of a run that is resumed: what differs from where its checkpoint was
   *     written, in words. Where there is something, it goes on from the same state, and roundings
   *     may differ from here on
   */
  record Plan(
      int pictures,
      long parameters,
      long steps,
      long stepsPerEpoch,
      long stepsBefore,
      List<String> advice,
      List<String> machineDifferences) {}

  /**
   * A step that is done.
   *
   * @param step its number, from 1: so many steps are done
   * @param epoch pass over the pictures, from 0
   * @param settings what the schedules said
   * @param report losses, norms, times
   * @param images that the step trained on
   * @param seconds since the run's first step began
   * @param trainedSeconds of these, in steps and waiting for their data; the others went to
   *     measuring and to writing weights
   * @param waitedSeconds of these, waiting for data
   * @param skippedPictures that could not be read so far
   */
  record Progress(
      long step,
      long epoch,
      StepSettings settings,
      StepReport report,
      int images,
      double seconds,
      double trainedSeconds,
      double waitedSeconds,
      int skippedPictures) {}

  /**
   * An online kNN.
   *
   * @param step steps done
   * @param top1 share of queries classified rightly, by label level; without labels the share of
   *     pictures whose two crops agree on their nearest neighbour
   * @param gallery pictures that voted; 0 without labels
   * @param queries pictures that were classified, or whose crops were compared
   */
  record Measurement(long step, Map<String, Double> top1, int gallery, int queries) {}

  /** Called once, before the first step. */
  default void started(Plan plan) {}

  /** Called after each step. */
  default void stepped(Progress progress) {}

  /**
   * Called when the run looks ill: a collapse, exploding gradients, a loss that teaches nothing.
   *
   * @param step after which it was seen; 0 before the first
   * @param warning what it means and what to change
   */
  default void warned(long step, String warning) {}

  /** Called after each online kNN. */
  default void measured(Measurement measurement) {}
}
