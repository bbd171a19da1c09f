package mugs.method;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import mugs.engine.Autograd;
import mugs.engine.Scope;
import mugs.load.CropBatch;
import mugs.vit.DropPath;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * One worker's parts of a batch, one after the other: the teacher's targets, the student's
 * predictions, losses, gradients. It reads what all workers share and writes nothing but its own
 * sums, so workers run side by side and any split of a batch gives the same sums.
 */
final class ShardWork {
  private final StepContext context;
  private final CropBatch crops;
  private final StepSettings now;
  private final WorkerStudent worker;
  private final Forward student;
  private final PhaseClock clock;

  /** Sums over this worker's parts so far, kept by the first of them. */
  private final Map<Supervision, Tensor> sums = new HashMap<>();

  /**
   * Begins a step.
   *
   * @param context what all workers read
   * @param worker the worker's own view of the student, for this step
   * @param crops of the batch
   * @param now the step's settings
   */
  ShardWork(StepContext context, WorkerStudent worker, CropBatch crops, StepSettings now) {
    this.context = context;
    this.clock = context.clock();
    this.worker = worker;
    this.student = worker.forward(context.memory(), context.scales());
    this.crops = crops;
    this.now = now;
  }

  /** Returns what is left of all shards; once a step. */
  WorkerResult result() {
    return new WorkerResult(clock, worker.take(context.trained(), student));
  }

  /** Works through a part of the batch. */
  ShardResult run(Shard shard) {
    try (Scope scope = Scope.withoutGradients()) {
      List<Tensor> targets = new ArrayList<>();
      List<Tensor> remembered = new ArrayList<>();
      TeacherSeen teacher = askTeacher(shard, targets, remembered);
      clock.lap(Phase.TEACHER);

      double[] losses = new double[targets.size()];
      Tensor studentRows =
          study(
              new ViewGroup(crops.globals(shard.from(), shard.images()), true),
              shard,
              targets,
              losses);
      if (crops.localCrops() > 0) {
        study(
                new ViewGroup(crops.locals(shard.from(), shard.images()), false),
                shard,
                targets,
                losses)
            .close();
      }
      return new ShardResult(
          losses, remembered, teacher.rows(), teacher.observation(), studentRows);
    }
  }

  /**
   * Lets the teacher look at its crops; of all it computes, targets outlive this call, and what the
   * end of the step needs.
   *
   * @return rows for the teacher's memory, and its observation if that is asked for
   */
  private TeacherSeen askTeacher(Shard shard, List<Tensor> targets, List<Tensor> remembered) {
    try (Scope scope = Scope.withoutGradients()) {
      Seen seen =
          context.see(
              context.teacher(),
              crops.teacher(shard.from(), shard.images()).flatten(0, 1),
              DropPath.NONE);
      Optional<Tensor> choices = Optional.empty();
      for (Supervision supervision : context.supervisions()) {
        Tensor outputs = byCrop(context.output(supervision, seen), shard);
        Tensor target = supervision.targets(outputs, now);
        targets.add(scope.handUp(target));
        if (supervision instanceof GroupDiscrimination) {
          choices = Optional.of(target);
        }
        remembered.add(Scope.keep(toRemember(supervision, outputs)));
      }
      boolean[] all = new boolean[shard.images()];
      Arrays.fill(all, true);
      Optional<Observation> observation = Optional.empty();
      if (context.observes()) {
        boolean localGroups = context.settings().localGroup().weight() > 0;
        observation = Optional.of(Observation.of(seen, choices, localGroups));
      }
      return new TeacherSeen(memoryRows(seen, all), observation);
    }
  }

  /** Returns what a part leaves for the end of the step; no rows where earlier parts took them. */
  private Tensor toRemember(Supervision supervision, Tensor outputs) {
    Tensor part = supervision.toRemember(outputs);
    if (!supervision.remembersSum()) {
      return part;
    }
    Tensor sum = sums.putIfAbsent(supervision, part);
    if (sum == null) {
      return part;
    }
    sum.add_(part);
    return part.narrow(1, 0, 0).clone();
  }

  private record TeacherSeen(Tensor rows, Optional<Observation> observation) {}

  /**
   * Lets the student look at its crops of one size, and adds the losses and gradients.
   *
   * @return rows for the student's memory, kept; none for local crops
   */
  private Tensor study(ViewGroup views, Shard shard, List<Tensor> targets, double[] losses) {
    try (Scope scope = Scope.withGradients()) {
      List<Supervision> supervisions = context.supervisions();
      DropPath drop = dropPath(views, shard);
      Optional<CheckpointedTokens> checkpointed =
          context.checkpointing()
              ? Optional.of(
                  new CheckpointedTokens(
                      student.network().backbone(), views.flat(), drop, context.placement()))
              : Optional.empty();
      Seen seen =
          checkpointed
              .map(each -> new Seen(student, each.tokens()))
              .orElseGet(() -> context.see(student, views.flat(), drop));
      List<Tensor> predictions =
          supervisions.stream().map(each -> byCrop(context.output(each, seen), shard)).toList();
      clock.lap(Phase.STUDENT);

      double share = share(views);
      Tensor total = context.placement().zeros();
      List<Tensor> own = new ArrayList<>();
      for (int i = 0; i < supervisions.size(); i++) {
        Supervision supervision = supervisions.get(i);
        Tensor loss = supervision.lossSum(predictions.get(i), views.pairWith(targets.get(i)));
        double weight = supervision.weight() / context.settings().totalWeight();
        total = total.add(loss.mul(new Scalar(share * weight)));
        own.add(loss.detach());
      }
      clock.lap(Phase.LOSSES);

      Autograd.addGradients(total.mul(new Scalar(context.lossScale())));
      checkpointed.ifPresent(CheckpointedTokens::backward);
      // to read a value is to wait for the device, so all work was given to it before
      Arrays.setAll(losses, i -> losses[i] + own.get(i).item_double() * share);
      clock.lap(Phase.BACKWARD);
      boolean[] weak =
          Arrays.copyOfRange(crops.weak(), shard.from(), shard.from() + shard.images());
      return memoryRows(seen, views.global() ? weak : new boolean[shard.images()]);
    }
  }

  /**
   * Each group of crops counts half, and within it each pair and each image of all ranks the same.
   */
  private double share(ViewGroup views) {
    double half = crops.localCrops() == 0 ? 1 : 0.5;
    return half / views.pairs() / ((double) crops.images() * context.ranks().count());
  }

  private static Tensor byCrop(Tensor outputs, Shard shard) {
    return outputs.view(-1, shard.images(), outputs.size(1));
  }

  private DropPath dropPath(ViewGroup views, Shard shard) {
    long[] pictures =
        Arrays.copyOfRange(crops.pictures(), shard.from(), shard.from() + shard.images());
    return context.dropPath(now.step(), pictures, views);
  }

  /** Returns what memory keeps of the first crop of some images, {@code [chosen, width]}; kept. */
  private Tensor memoryRows(Seen seen, boolean[] chosen) {
    int width = context.settings().vit().width();
    long[] rows = IntStream.range(0, chosen.length).filter(i -> chosen[i]).asLongStream().toArray();
    try (Scope scope = Scope.withoutGradients()) {
      if (rows.length == 0 || context.settings().localGroup().weight() == 0) {
        return Scope.keep(context.placement().zeros(0, width));
      }
      Tensor tokens =
          seen.tokens().detach().index_select(0, context.placement().of(rows, rows.length));
      return Scope.keep(new Seen(seen.by(), tokens).meanPatches());
    }
  }
}
