package mugs.method;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import mugs.engine.Engine;
import mugs.engine.Kernels;
import mugs.engine.Placement;
import mugs.engine.Scope;
import mugs.engine.Workers;
import mugs.load.CropBatch;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * One training step of Mugs (paper, section 3): crops in, losses out; student, teacher, memories,
 * queues and centre advance together.
 *
 * <p>A batch is cut into shards of images. Workers take shards in turn, and within a shard the
 * student's global crops come before its local crops. Because everything a loss is compared with
 * (queues, memories, centre) is read as it stood before the step and written at its end, and
 * because gradients are added in a fixed order, the result does not depend on how the batch was
 * cut, but for rounding; on the processor the same cut gives the same bits.
 */
public final class MugsStep implements AutoCloseable {
  private final MugsSettings settings;
  private final MugsState state;
  private final MugsNetwork student;
  private final MugsNetwork teacher;
  private final List<WorkerStudent> workerStudents;
  private final List<Supervision> supervisions;
  private final Execution execution;

  /**
   * How a step is carried out; the result does not depend on it, but for rounding.
   *
   * @param placement of the state's tensors
   * @param workers that shards are given to
   * @param microBatch images of a shard; 0: an equal part for each worker
   * @param checkpointing whether the student's activations are computed twice instead of kept
   * @param seed of drop path
   * @param ranks processes that train together
   */
  public record Execution(
      Placement placement,
      Workers workers,
      int microBatch,
      boolean checkpointing,
      long seed,
      Ranks ranks) {}

  /**
   * Prepares steps over a state.
   *
   * @param settings of the method
   * @param state to advance
   * @param execution how
   */
  public MugsStep(MugsSettings settings, MugsState state, Execution execution) {
    this.settings = settings;
    this.state = state;
    this.execution = execution;
    this.student = new MugsNetwork(settings, state.student(), Role.STUDENT);
    this.teacher = new MugsNetwork(settings, state.teacher(), Role.TEACHER);
    this.workerStudents =
        IntStream.range(0, execution.workers().count())
            .mapToObj(worker -> new WorkerStudent(settings, state.student()))
            .toList();
    this.supervisions = Supervision.all(settings, state);
  }

  /** Frees what the workers hold over the state's memory; the state itself stays. */
  @Override
  public void close() {
    workerStudents.forEach(WorkerStudent::close);
  }

  /** Returns the supervisions that have a weight. */
  public List<Supervision> supervisions() {
    return supervisions;
  }

  /** Returns the teacher's network, whose parameters follow every step. */
  public MugsNetwork teacherNetwork() {
    return teacher;
  }

  /** Returns the teacher as it stands, for looking at crops outside a step. */
  public Forward teacher() {
    return new Forward(teacher, state.teacherMemory(), teacher.scales());
  }

  /** Returns the student as it stands, for looking at crops outside a step. */
  public Forward student() {
    return new Forward(student, state.studentMemory(), student.scales());
  }

  /**
   * Trains on a batch; see {@link #run(CropBatch, StepSettings, boolean, Runnable)}.
   *
   * @param crops of the batch
   * @param now what the schedules say of this step
   */
  public StepReport run(CropBatch crops, StepSettings now) {
    return run(crops, now, false, () -> {});
  }

  /**
   * Trains on a batch, and waits for the device wherever a phase ends, so that each phase is told
   * the time that is its own; that costs a GPU some speed.
   *
   * @param crops of the batch
   * @param now what the schedules say of this step
   */
  public StepReport timed(CropBatch crops, StepSettings now) {
    return run(crops, now, new Asked(false, true), () -> {});
  }

  /**
   * Trains on a batch.
   *
   * @param crops of the batch, in the state's precision
   * @param now what the schedules say of this step
   * @param observe whether to look at the teacher's health, which costs a little
   * @param changes called when all is computed, just before the first thing is changed
   * @return losses, norms and times
   * @throws NotFiniteException if a loss or gradient is not finite; nothing was changed
   * @throws mugs.engine.EngineException if libtorch refuses an operation; nothing was changed
   *     unless {@code changes} was called
   */
  public StepReport run(CropBatch crops, StepSettings now, boolean observe, Runnable changes) {
    return run(crops, now, new Asked(observe, false), changes);
  }

  /** What a step is to tell beside its losses. */
  private record Asked(boolean health, boolean times) {}

  private StepReport run(CropBatch crops, StepSettings now, Asked asked, Runnable changes) {
    return Engine.call(
        () -> {
          double scale = lossScale();
          Optional<StepReport> report = attempt(crops, now, asked, scale, changes);
          while (report.isEmpty()) { // gradients overflowed, nothing was changed: once more
            scale /= 2;
            report = attempt(crops, now, asked, scale, changes);
          }
          return report.get();
        });
  }

  private double lossScale() {
    return state.lossScale().map(LossScale::scale).orElse(1.0);
  }

  /** Trains on a batch; returns nothing, and changes nothing, if gradients need a smaller scale. */
  private Optional<StepReport> attempt(
      CropBatch crops, StepSettings now, Asked asked, double scale, Runnable changes) {
    try (Scope scope = Scope.withoutGradients()) {
      execution.placement().settleProducts();
      Tensor scales = recordedScales();
      StepContext context = context(scales, asked, scale);
      PhaseClock clock = context.clock();
      BatchWork batch = workThrough(context, crops, now, scope);
      clock.lap(batch.clocks());
      StepGradients found = found(context, batch, scales, scope);
      Gradients gradients = found.gradients();
      double[] norms = gradients.norms();
      if (state.lossScale().isPresent()
          && found.overflows(norms)
          && scale / 2 >= LossScale.SMALLEST) {
        return Optional.empty();
      }
      found.checkFinite(norms);
      gradients.clipEach(norms, now.clip());
      changes.run();
      state.lossScale().ifPresent(own -> own.took(scale));
      state.optimiser().update(unfrozen(gradients, now), now.rate(), now.weightDecay());
      clock.lap(Phase.OPTIMISER);
      follow(now.momentum());
      clock.lap(Phase.TEACHER_UPDATE);
      remember(batch.shards(), crops.images());
      clock.lap(Phase.MEMORY);
      Arrays.sort(norms);
      return Optional.of(
          new StepReport(
              found.losses(),
              norms[norms.length - 1],
              norms[norms.length / 2],
              asked.health() ? Optional.of(batch.health()) : Optional.empty(),
              clock.milliseconds()));
    }
  }

  /**
   * Returns losses and gradients of a batch, and changes nothing.
   *
   * @param crops of the batch
   * @param now what the schedules say of this step
   * @param scope that the gradients are freed with
   */
  public StepGradients gradients(CropBatch crops, StepSettings now, Scope scope) {
    execution.placement().settleProducts();
    Tensor scales = recordedScales();
    StepContext context = context(scales, new Asked(false, false), lossScale());
    return found(context, workThrough(context, crops, now, scope), scales, scope);
  }

  /** Returns what workers would read in a step, for looking at crops as they do. */
  StepContext context() {
    return context(student.scales(), new Asked(false, false), lossScale());
  }

  private StepContext context(Tensor scales, Asked asked, double lossScale) {
    return new StepContext(
        settings,
        execution.placement(),
        execution.checkpointing(),
        execution.ranks(),
        execution.seed(),
        supervisions,
        teacher(),
        state.studentMemory(),
        scales,
        asked.health(),
        asked.times(),
        lossScale,
        List.copyOf(state.student().names()));
  }

  private BatchWork workThrough(
      StepContext context, CropBatch crops, StepSettings now, Scope scope) {
    return BatchWork.of(
        context, workerStudents, execution.workers(), execution.microBatch(), crops, now, scope);
  }

  private StepGradients found(StepContext context, BatchWork batch, Tensor scales, Scope scope) {
    Map<String, Tensor> byName = named(context.trained(), batch.sumGradients(scope));
    GroupHead.throughScales(byName, state.student(), scales, settings.group().normLastLayer());
    Gradients gradients = new Gradients(byName);
    gradients.unscale(context.lossScale());
    return new StepGradients(Losses.of(supervisions, batch.shards()), gradients);
  }

  private Map<String, Tensor> named(List<String> names, List<Tensor> sums) {
    Map<String, Tensor> byName = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      if (sums.get(i).defined()) {
        byName.put(names.get(i), execution.ranks().sum(sums.get(i)));
      }
    }
    return byName;
  }

  /** The scales of the student's prototypes with the record of where they came from. */
  private Tensor recordedScales() {
    try (Scope scope = Scope.withGradients()) {
      return scope.handUp(student.scales());
    }
  }

  private static Gradients unfrozen(Gradients gradients, StepSettings now) {
    return now.prototypesFrozen()
        ? gradients.without(GroupHead.DIRECTIONS, GroupHead.MAGNITUDES)
        : gradients;
  }

  /** teacher = m teacher + (1 - m) student, over everything the teacher has. */
  private void follow(double momentum) {
    List<Tensor> ends = state.teacher().names().stream().map(state.student()::get).toList();
    Kernels.lerp(List.copyOf(state.teacher().asMap().values()), ends, 1 - momentum);
  }

  /** All writes to queues, memories and centre. */
  private void remember(List<ShardResult> shards, int images) {
    for (int i = 0; i < supervisions.size(); i++) {
      int index = i;
      Tensor remembered = joined(shards, shard -> shard.remembered().get(index), 1);
      supervisions.get(i).remember(remembered, images, execution.ranks());
    }
    Ranks ranks = execution.ranks();
    state.teacherMemory().write(ranks.gather(joined(shards, ShardResult::teacherRows, 0)));
    state.studentMemory().write(ranks.gather(joined(shards, ShardResult::studentRows, 0)));
  }

  private static Tensor joined(
      List<ShardResult> shards, Function<ShardResult, Tensor> part, int dimension) {
    Tensor[] parts = shards.stream().map(part).toArray(Tensor[]::new);
    return torch.cat(new TensorVector(parts), dimension);
  }
}
