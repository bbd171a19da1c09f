package mugs.method;

/** The parts of a step whose time is told apart. */
public enum Phase {
  /** Teacher's forward pass and its targets. */
  TEACHER,
  /** Student's forward pass. */
  STUDENT,
  /** The losses of all supervisions. */
  LOSSES,
  /** Backward pass. */
  BACKWARD,
  /** What the mean worker waited for the slowest, and for its start. */
  WAITING,
  /** Summing gradients, clipping, AdamW. */
  OPTIMISER,
  /** The teacher following the student. */
  TEACHER_UPDATE,
  /** Writes to memories, queues and centre. */
  MEMORY
}
