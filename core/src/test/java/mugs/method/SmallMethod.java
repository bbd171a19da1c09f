package mugs.method;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;
import mugs.engine.Precision;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.engine.Workers;
import mugs.load.FloatCrops;
import mugs.vit.VitSettings;
import org.bytedeco.pytorch.Tensor;

/** A network 8 wide, and random crops of 8 and 4 pixels for it. */
final class SmallMethod {
  static final long SEED = 11;
  static final StepSettings STEP = new StepSettings(0, 0.01, 0.1, 0.9, 0.05, 3, false);

  private SmallMethod() {}

  /** All three supervisions at these weights. */
  static MugsSettings settings(double instance, double localGroup, double group, double dropPath) {
    return new MugsSettings(
        VitSettings.of(8, 4, 8, 3, 2),
        dropPath,
        new MugsSettings.Heads(12, 10, 6, 12, 5),
        new MugsSettings.Instance(instance, 0.2, 10),
        new MugsSettings.LocalGroup(localGroup, 0.2, 10, 9, 3),
        new MugsSettings.Group(group, 0.1, 7, 0.9, false),
        new MugsSettings.Optimiser(0.9, 0.999, 1e-8, 0.2));
  }

  static MugsStep step(MugsSettings settings, MugsState state, Workers workers, int microBatch) {
    return new MugsStep(
        settings,
        state,
        new MugsStep.Execution(
            precision(state).onCpu(), workers, microBatch, false, SEED, Ranks.ALONE));
  }

  private static Precision precision(MugsState state) {
    return state.centre().element_size() == Precision.FLOAT64.bytes()
        ? Precision.FLOAT64
        : Precision.FLOAT32;
  }

  static StepSettings at(long step) {
    return new StepSettings(
        step,
        STEP.rate(),
        STEP.weightDecay(),
        STEP.momentum(),
        STEP.teacherTemperature(),
        STEP.clip(),
        STEP.prototypesFrozen());
  }

  static FloatCrops crops(long seed, int images, int locals, Precision precision) {
    boolean[] weak = new boolean[images];
    Arrays.fill(weak, true);
    for (int i = 1; i < images; i += 3) {
      weak[i] = false;
    }
    return new FloatCrops(
        noise(seed * 3, precision, 2, images, 8),
        noise(seed * 3 + 1, precision, 2, images, 8),
        noise(seed * 3 + 2, precision, locals, images, 4),
        weak,
        LongStream.range(0, images).map(i -> 100 * seed + 7 * i).toArray());
  }

  private static Tensor noise(long seed, Precision precision, int crops, int images, int side) {
    try (Scope scope = Scope.withoutGradients()) {
      return Scope.keep(Tensors.normal(seed, 1, precision, crops, images, 3, side, side));
    }
  }

  /** The values of every tensor of a state, by name. */
  static Map<String, double[]> values(MugsState state) {
    try (Scope scope = Scope.withoutGradients()) {
      Map<String, double[]> values = new LinkedHashMap<>();
      state.tensors().forEach((name, tensor) -> values.put(name, Tensors.toDoubles(tensor)));
      return values;
    }
  }
}
