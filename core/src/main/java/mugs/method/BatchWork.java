package mugs.method;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import mugs.engine.Scope;
import mugs.engine.Workers;
import mugs.load.CropBatch;
import org.bytedeco.pytorch.Tensor;

/**
 * A batch, worked through in shards that are given to workers in turn.
 *
 * @param shards what each part of the batch leaves for the end of the step, in order
 * @param works of the workers, in order
 */
record BatchWork(List<ShardResult> shards, List<WorkerResult> works) {

  /**
   * Works through a batch.
   *
   * @param context what all workers read
   * @param students one a worker
   * @param workers that take shards
   * @param microBatch images of a shard; 0: an equal part for each worker
   * @param crops of the batch
   * @param now the step's settings
   * @param scope that all results are freed with
   */
  static BatchWork of(
      StepContext context,
      List<WorkerStudent> students,
      Workers workers,
      int microBatch,
      CropBatch crops,
      StepSettings now,
      Scope scope) {
    int count = workers.count();
    int equalPart = (crops.images() + count - 1) / count;
    List<Shard> shards = Shard.split(crops.images(), microBatch > 0 ? microBatch : equalPart);
    ShardResult[] results = new ShardResult[shards.size()];
    WorkerResult[] finished = new WorkerResult[Math.min(count, shards.size())];
    List<Callable<WorkerResult>> tasks = new ArrayList<>();
    for (int w = 0; w < finished.length; w++) {
      int first = w;
      tasks.add(
          () -> {
            try (Scope own = Scope.withoutGradients()) {
              ShardWork work = new ShardWork(context, students.get(first), crops, now);
              for (int i = first; i < results.length; i += count) {
                results[i] = work.run(shards.get(i));
              }
              finished[first] = work.result();
              return finished[first];
            }
          });
    }
    try {
      BatchWork batch = new BatchWork(Arrays.asList(results), workers.run(tasks));
      batch.shards.forEach(shard -> scope.adopt(shard.tensors()));
      return batch;
    } catch (RuntimeException | Error e) { // one failed: what the others kept is of no use
      Stream.of(results)
          .filter(Objects::nonNull)
          .forEach(shard -> shard.tensors().forEach(tensor -> tensor.close()));
      Stream.of(finished)
          .filter(Objects::nonNull)
          .forEach(work -> work.gradients().forEach(gradient -> gradient.close()));
      throw e;
    }
  }

  /** Returns the clocks of the workers. */
  List<PhaseClock> clocks() {
    return works.stream().map(WorkerResult::clock).toList();
  }

  /** Returns what all shards say about the teacher; it was asked for. */
  TeacherHealth health() {
    return Observation.health(shards.stream().flatMap(s -> s.observation().stream()).toList());
  }

  /**
   * Adds the workers' gradients up in the order of the workers, and frees those that are added;
   * call it once.
   *
   * @param scope that the sums are freed with
   */
  List<Tensor> sumGradients(Scope scope) {
    return Gradients.sums(works.stream().map(WorkerResult::gradients).toList(), scope);
  }
}
