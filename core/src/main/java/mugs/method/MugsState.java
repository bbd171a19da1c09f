package mugs.method;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import mugs.engine.Placement;
import mugs.engine.Scope;
import mugs.engine.Tensors;
import mugs.vit.Parameters;
import org.bytedeco.pytorch.Tensor;

/**
 * All that a run changes: both networks' parameters, the optimiser, memories, queues, centre.
 *
 * @param student parameters with gradients
 * @param teacher parameters without
 * @param optimiser of the student
 * @param studentMemory where the student finds neighbours
 * @param teacherMemory where the teacher finds neighbours
 * @param instanceQueue negatives of instance discrimination; empty if it is off
 * @param localGroupQueue negatives of local-group discrimination; empty if it is off
 * @param centre of the teacher's scores, {@code [1, prototypes]}
 * @param lossScale of the losses, where products are taken with so few bits that it needs one
 */
public record MugsState(
    Parameters student,
    Parameters teacher,
    AdamW optimiser,
    NeighbourMemory studentMemory,
    NeighbourMemory teacherMemory,
    Optional<RingBuffer> instanceQueue,
    Optional<RingBuffer> localGroupQueue,
    Tensor centre,
    Optional<LossScale> lossScale)
    implements AutoCloseable {

  private static final String STUDENT_MEMORY = "student_memory";
  private static final String TEACHER_MEMORY = "teacher_memory";
  private static final String INSTANCE_QUEUE = "instance_queue";
  private static final String LOCAL_GROUP_QUEUE = "local_group_queue";
  private static final String CENTRE = "centre";
  private static final String POINTER = ".pointer";

  /**
   * Returns the state before the first step: random student, the teacher its copy; memories
   * standard normal; queue rows standard normal brought to length 1; centre 0.
   *
   * @param settings of the method
   * @param seed of everything random
   * @param placement of all tensors
   */
  public static MugsState initial(MugsSettings settings, long seed, Placement placement) {
    Parameters student =
        Parameters.initial(MugsNetwork.specs(settings, Role.STUDENT), seed, placement);
    int neighbours = settings.localGroup().neighbours();
    try (Scope scope = Scope.withoutGradients()) {
      Start start = new Start(settings, seed, placement);
      return new MugsState(
          student.requireGradients(),
          teacherOf(settings, student, placement),
          AdamW.ofMethod(student, settings.optimiser()),
          new NeighbourMemory(start.memory(STUDENT_MEMORY), 0, neighbours),
          new NeighbourMemory(start.memory(TEACHER_MEMORY), 0, neighbours),
          start.queue(INSTANCE_QUEUE, settings.instance().weight(), settings.instance().queue()),
          start.queue(
              LOCAL_GROUP_QUEUE, settings.localGroup().weight(), settings.localGroup().queue()),
          Scope.keep(placement.zeros(1, settings.group().prototypes())),
          scaled(placement, Map.of()));
    }
  }

  private record Start(MugsSettings settings, long seed, Placement placement) {
    Tensor normal(String name, long rows, long width) {
      return placement.normal(seed * 31 + name.hashCode(), 1, rows, width);
    }

    Tensor memory(String name) {
      return Scope.keep(normal(name, settings.localGroup().memory(), settings.vit().width()));
    }

    Optional<RingBuffer> queue(String name, double weight, int rows) {
      if (weight == 0) {
        return Optional.empty();
      }
      Tensor start = UnitLength.of(normal(name, rows, settings.heads().output()));
      return Optional.of(new RingBuffer(Scope.keep(start), 0));
    }
  }

  private static Parameters teacherOf(
      MugsSettings settings, Parameters student, Placement placement) {
    Map<String, Tensor> shared = new LinkedHashMap<>();
    MugsNetwork.specs(settings, Role.TEACHER)
        .forEach(spec -> shared.put(spec.name(), student.get(spec.name())));
    return Parameters.copyOf(MugsNetwork.specs(settings, Role.TEACHER), shared, placement);
  }

  /**
   * Rebuilds a state from its tensors, as {@link #tensors} names them. What the optimiser remembers
   * may be missing: it then starts anew.
   *
   * @param settings of the method
   * @param tensors of any floating-point type; copied
   * @param placement of the state's tensors
   * @throws mugs.vit.ParameterMismatchException if parameters are missing, left over or of another
   *     shape
   * @throws IllegalArgumentException if another tensor is missing
   */
  public static MugsState of(
      MugsSettings settings, Map<String, Tensor> tensors, Placement placement) {
    try (Scope scope = Scope.withoutGradients()) {
      Stored stored = new Stored(tensors, placement);
      Parameters student =
          Parameters.copyOf(
              MugsNetwork.specs(settings, Role.STUDENT), stored.under("student."), placement);
      Parameters teacher =
          Parameters.copyOf(
              MugsNetwork.specs(settings, Role.TEACHER), stored.under("teacher."), placement);
      int neighbours = settings.localGroup().neighbours();
      AdamW optimiser = AdamW.ofMethod(student.requireGradients(), settings.optimiser());
      optimiser.restore(tensors, placement);
      return new MugsState(
          student,
          teacher,
          optimiser,
          new NeighbourMemory(
              stored.kept(STUDENT_MEMORY), stored.pointer(STUDENT_MEMORY), neighbours),
          new NeighbourMemory(
              stored.kept(TEACHER_MEMORY), stored.pointer(TEACHER_MEMORY), neighbours),
          stored.ring(INSTANCE_QUEUE, settings.instance().weight()),
          stored.ring(LOCAL_GROUP_QUEUE, settings.localGroup().weight()),
          stored.kept(CENTRE),
          scaled(placement, tensors));
    }
  }

  private static Optional<LossScale> scaled(Placement placement, Map<String, Tensor> tensors) {
    return placement.precision().scalesLosses()
        ? Optional.of(LossScale.of(tensors))
        : Optional.empty();
  }

  private record Stored(Map<String, Tensor> tensors, Placement placement) {
    Tensor get(String name) {
      Tensor tensor = tensors.get(name);
      if (tensor == null) {
        throw new IllegalArgumentException("the state holds no tensor '" + name + "'");
      }
      return tensor;
    }

    Tensor kept(String name) {
      return Scope.keep(placement.copyOf(get(name)));
    }

    long pointer(String name) {
      return Tensors.toLongs(get(name + POINTER))[0];
    }

    Optional<RingBuffer> ring(String name, double weight) {
      return weight > 0 ? Optional.of(new RingBuffer(kept(name), pointer(name))) : Optional.empty();
    }

    Map<String, Tensor> under(String prefix) {
      Map<String, Tensor> found = new LinkedHashMap<>();
      tensors.forEach(
          (name, tensor) -> {
            if (name.startsWith(prefix)) {
              found.put(name.substring(prefix.length()), tensor);
            }
          });
      return found;
    }
  }

  /** Frees every tensor; whoever reads the state must be done. */
  @Override
  public void close() {
    student.close();
    teacher.close();
    optimiser.close();
    studentMemory.close();
    teacherMemory.close();
    instanceQueue.ifPresent(RingBuffer::close);
    localGroupQueue.ifPresent(RingBuffer::close);
    centre.close();
  }

  /**
   * Returns all tensors by name: {@code student.}, {@code teacher.} and {@code optimizer.} before
   * parameter names, memories, queues, their pointers, the centre and, where there is one, the
   * scale of the losses. They are the state itself, not copies, but for counts, pointers and the
   * scale.
   */
  public Map<String, Tensor> tensors() {
    Map<String, Tensor> all = new LinkedHashMap<>();
    student.asMap().forEach((name, tensor) -> all.put("student." + name, tensor));
    teacher.asMap().forEach((name, tensor) -> all.put("teacher." + name, tensor));
    all.putAll(optimiser.tensors());
    put(all, STUDENT_MEMORY, studentMemory.ring());
    put(all, TEACHER_MEMORY, teacherMemory.ring());
    instanceQueue.ifPresent(queue -> put(all, INSTANCE_QUEUE, queue));
    localGroupQueue.ifPresent(queue -> put(all, LOCAL_GROUP_QUEUE, queue));
    all.put(CENTRE, centre);
    lossScale.ifPresent(scale -> all.putAll(scale.tensors(centre)));
    return all;
  }

  /** Returns the name of the first tensor with a value that is infinite or NaN, if there is one. */
  public Optional<String> firstNotFinite() {
    try (Scope scope = Scope.withoutGradients()) {
      return tensors().entrySet().stream()
          .filter(entry -> !Tensors.isFinite(entry.getValue()))
          .map(Map.Entry::getKey)
          .findFirst();
    }
  }

  /**
   * Checks that a run can go on from this state: an update may overflow after losses and gradients
   * that were finite.
   *
   * @param done steps that led to it
   * @throws NotFiniteException naming the first tensor that is not finite
   */
  public void checkFinite(long done) {
    firstNotFinite()
        .ifPresent(
            name -> {
              throw new NotFiniteException(done, "the state it leaves is not finite: " + name);
            });
  }

  private static void put(Map<String, Tensor> all, String name, RingBuffer ring) {
    all.put(name, ring.rows());
    all.put(name + POINTER, ring.pointerTensor());
  }
}
