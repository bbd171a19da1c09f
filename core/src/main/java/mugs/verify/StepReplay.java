package mugs.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import mugs.engine.Engine;
import mugs.engine.EngineException;
import mugs.engine.Precision;
import mugs.engine.SafetensorsReader;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.engine.Workers;
import mugs.load.FloatCrops;
import mugs.method.MugsState;
import mugs.method.MugsStep;
import mugs.method.NotFiniteException;
import mugs.method.Ranks;
import mugs.method.StepGradients;
import mugs.method.StepReport;
import mugs.vit.ParameterMismatchException;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Replays a recorded training run and compares every tensor that was recorded. */
public final class StepReplay {
  private final RecordedRun run;
  private final ReplaySettings replay;
  private final Workers workers;
  private final MugsState state;
  private final MugsStep step;
  private final Consumer<Comparison> listener;
  private final List<Comparison> comparisons = new ArrayList<>();

  private StepReplay(
      RecordedRun run, ReplaySettings replay, Workers workers, Consumer<Comparison> listener)
      throws IOException {
    this.run = run;
    this.listener = listener;
    this.replay = replay;
    this.workers = workers;
    try (Scope scope = Scope.withoutGradients()) {
      this.state = MugsState.of(run.settings(), read("initial"), replay.placement());
    }
    this.step =
        new MugsStep(
            run.settings(),
            state,
            new MugsStep.Execution(
                replay.placement(),
                this.workers,
                replay.microBatch(),
                replay.checkpointing(),
                0,
                Ranks.ALONE));
  }

  /**
   * Replays a run.
   *
   * @param folder with {@code run.json} and the recorded tensors
   * @param replay how
   * @return one comparison a group of tensors
   * @throws IOException if a file is missing or unsound
   */
  public static List<Comparison> of(Path folder, ReplaySettings replay) throws IOException {
    return of(folder, replay, comparison -> {});
  }

  /**
   * Replays a run, and tells of each comparison when it was made.
   *
   * @param folder with {@code run.json} and the recorded tensors
   * @param replay how
   * @param listener is told on the calling thread
   * @return one comparison a group of tensors
   * @throws IOException if a file is missing or unsound
   * @throws EngineException if libtorch cannot be loaded
   * @throws mugs.engine.UnfitOptionException if the device is not there
   */
  public static List<Comparison> of(
      Path folder, ReplaySettings replay, Consumer<Comparison> listener) throws IOException {
    RecordedRun run = RecordedRun.read(folder); // before libtorch is loaded
    Engine.start();
    replay.device().check();
    try {
      return Engine.call(() -> replayed(run, replay, listener));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (EngineException
        | IllegalArgumentException
        | ParameterMismatchException
        | NotFiniteException e) {
      throw new IOException(folder + " cannot be replayed: " + e.getMessage(), e);
    }
  }

  private static List<Comparison> replayed(
      RecordedRun run, ReplaySettings replay, Consumer<Comparison> listener) {
    try (Workers workers = new Workers(replay.workers(), 1)) {
      StepReplay replayed = new StepReplay(run, replay, workers, listener);
      replayed.run();
      return replayed.comparisons;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run() throws IOException {
    add(run.schedules().compareWith(run.steps().stream().map(RecordedRun.Step::settings).toList()));
    TensorGroup first = new TensorGroup("step 0 losses", replay.firstStepTolerance(), true);
    TensorGroup later = new TensorGroup("losses of all steps", replay.stateTolerance(), true);
    TensorGroup norms = new TensorGroup("largest gradient norms", replay.stateTolerance(), true);
    try (SafetensorsReader inputs = SafetensorsReader.open(run.file("inputs"))) {
      for (int i = 0; i < run.steps().size(); i++) {
        RecordedRun.Step recorded = run.steps().get(i);
        try (Scope scope = Scope.withoutGradients();
            FloatCrops crops = crops(inputs, i)) {
          if (i == 0) {
            compareFeatures(crops);
            compareGradients(crops, recorded, scope);
          }
          StepReport report = step.run(crops, recorded.settings());
          Map<String, Double> losses = new LinkedHashMap<>(report.losses().bySupervision());
          losses.put("total", report.losses().total());
          compareLosses(i == 0 ? first : later, i, recorded.losses(), losses);
          norms.compare(
              "step " + i,
              new double[] {recorded.largestGradientNorm()},
              new double[] {report.largestGradientNorm()});
        }
        compareState(i + 1);
      }
    }
    add(first);
    add(later);
    add(norms);
  }

  private FloatCrops crops(SafetensorsReader inputs, int index) throws IOException {
    String prefix = String.format(Locale.ROOT, "%02d.", index);
    long[] flags = Tensors.toLongs(inputs.read(prefix + "weak"));
    long[] shape = inputs.shape(prefix + "t0");
    if (shape.length != 4 || shape[0] != flags.length || flags.length == 0) {
      throw new IOException(
          "%s: '%st0' is %s, but '%sweak' speaks of %d images"
              .formatted(run.file("inputs"), prefix, Arrays.toString(shape), prefix, flags.length));
    }
    boolean[] weak = new boolean[flags.length];
    IntStream.range(0, weak.length).forEach(i -> weak[i] = flags[i] == 1);
    List<String> locals = IntStream.range(0, run.localCrops()).mapToObj(i -> "l" + i).toList();
    return new FloatCrops(
        stacked(inputs, prefix, List.of("t0", "t1")),
        stacked(inputs, prefix, List.of("s0", "s1")),
        locals.isEmpty() ? replay.placement().zeros(0) : stacked(inputs, prefix, locals),
        weak,
        new long[weak.length]);
  }

  private Tensor stacked(SafetensorsReader inputs, String prefix, List<String> names)
      throws IOException {
    List<Tensor> crops = new ArrayList<>();
    for (String name : names) {
      crops.add(replay.placement().of(inputs.read(prefix + name)));
    }
    return Scope.keep(torch.stack(new TensorVector(crops.toArray(new Tensor[0]))));
  }

  private void compareLosses(
      TensorGroup group, int index, Map<String, Double> recorded, Map<String, Double> found) {
    recorded.forEach(
        (name, loss) -> {
          double own = found.getOrDefault(name, Double.NaN);
          group.compare(name + " of step " + index, new double[] {loss}, new double[] {own});
        });
  }

  private void compareFeatures(FloatCrops crops) throws IOException {
    Map<String, Tensor> recorded = read(RecordedRun.FEATURES);
    Map<String, Tensor> found = new StepFeatures(run.settings(), step, crops).byName();
    for (String who : List.of("teacher", "student")) {
      TensorGroup features =
          new TensorGroup("step 0 " + who + " features", replay.firstStepTolerance(), true);
      TensorGroup neighbours = new TensorGroup("step 0 " + who + " neighbours", 0, true);
      recorded.forEach(
          (name, tensor) -> {
            boolean indexes = name.endsWith("neighbours");
            if (name.startsWith(who) && !(indexes && run.settings().localGroup().weight() == 0)) {
              compare(indexes ? neighbours : features, name, tensor, found);
            }
          });
      add(features);
      add(neighbours);
    }
  }

  private void compareGradients(FloatCrops crops, RecordedRun.Step recorded, Scope scope)
      throws IOException {
    StepGradients found = step.gradients(crops, recorded.settings(), scope);
    compareAll("step 0 gradients", RecordedRun.GRADIENTS, found.gradients().byName());
    found.gradients().clipEach(found.gradients().norms(), recorded.settings().clip());
    compareAll("step 0 clipped gradients", RecordedRun.CLIPPED, found.gradients().byName());
  }

  private void compareAll(String group, String file, Map<String, Tensor> found) throws IOException {
    TensorGroup compared = new TensorGroup(group, replay.firstStepTolerance(), keyBiasCounts());
    Map<String, Tensor> recorded = read(file);
    recorded.forEach((name, tensor) -> compare(compared, name, tensor, found));
    leftOver(compared, recorded, found);
    add(compared);
  }

  private void compareState(int steps) throws IOException {
    String file = RecordedRun.after(steps);
    if (!run.has(file)) {
      return;
    }
    try (Scope scope = Scope.withoutGradients()) {
      Map<String, Tensor> recorded = read(file);
      Map<String, Tensor> found = state.tensors();
      Map<String, TensorGroup> groups = new LinkedHashMap<>();
      recorded.forEach(
          (name, tensor) -> {
            StateGroup group = StateGroup.of(name);
            TensorGroup compared =
                groups.computeIfAbsent(
                    group.title(),
                    title ->
                        new TensorGroup(
                            "after step " + steps + ": " + title,
                            group.exact() ? 0 : replay.stateTolerance(),
                            keyBiasCounts()));
            compare(compared, name, tensor, found);
          });
      TensorGroup unrecorded = new TensorGroup("after step " + steps + ": left over", 0, true);
      leftOver(unrecorded, recorded, found);
      groups.values().forEach(this::add);
      add(unrecorded);
    }
  }

  private static void compare(
      TensorGroup group, String name, Tensor recorded, Map<String, Tensor> found) {
    Tensor own = found.get(name);
    if (own == null) {
      group.fail(name + " is missing here");
    } else {
      group.compare(name, recorded, own);
    }
  }

  private static void leftOver(
      TensorGroup group, Map<String, Tensor> recorded, Map<String, Tensor> found) {
    for (String name : found.keySet()) {
      if (!recorded.containsKey(name)) {
        group.fail(name + " was not recorded");
      }
    }
  }

  private boolean keyBiasCounts() {
    return replay.precision() == Precision.FLOAT64;
  }

  private void add(TensorGroup group) {
    if (!group.isEmpty()) {
      add(group.comparison());
    }
  }

  private void add(Comparison comparison) {
    comparisons.add(comparison);
    listener.accept(comparison);
  }

  private Map<String, Tensor> read(String name) throws IOException {
    try (SafetensorsReader reader = SafetensorsReader.open(run.file(name))) {
      return reader.readAll();
    }
  }
}
