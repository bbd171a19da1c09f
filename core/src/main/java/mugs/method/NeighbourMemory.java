package mugs.method;

import mugs.engine.Autocast;
import mugs.engine.Scope;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;

/**
 * The memory in which a network finds the neighbours of a picture: mean patch tokens of earlier
 * pictures, kept as they were written, beside the inverse of each row's length, so that a look-up
 * by cosine is one product.
 */
public final class NeighbourMemory implements AutoCloseable {
  private final RingBuffer ring;
  private final RingBuffer inverseNorms;
  private final int neighbours;

  /**
   * Wraps start values.
   *
   * @param rows {@code [capacity, width]}; written in place
   * @param pointer the slot the next row goes to
   * @param neighbours how many rows a look-up finds, at most the capacity
   */
  public NeighbourMemory(Tensor rows, long pointer, int neighbours) {
    if (neighbours < 1 || neighbours > rows.size(0)) {
      throw new IllegalArgumentException(
          "a memory of " + rows.size(0) + " rows cannot give " + neighbours + " neighbours");
    }
    this.ring = new RingBuffer(rows, pointer);
    try (Scope scope = Scope.withoutGradients()) {
      this.inverseNorms = new RingBuffer(Scope.keep(inverseNorms(rows)), pointer);
    }
    this.neighbours = neighbours;
  }

  private static Tensor inverseNorms(Tensor rows) {
    return UnitLength.norms(rows).reciprocal().squeeze(-1);
  }

  /** Returns the rows and the pointer; to be written through {@link #write} alone. */
  public RingBuffer ring() {
    return ring;
  }

  /**
   * Finds the rows with the highest cosine to each query.
   *
   * @param queries {@code [queries, width]}
   * @return row numbers {@code [queries, neighbours]}, nearest first
   */
  public Tensor nearest(Tensor queries) {
    return new Tensor(best(queries).get1()); // the element itself dies with the pair
  }

  /**
   * Returns how alike queries and their neighbours are.
   *
   * @param queries {@code [queries, width]}
   * @return mean cosine of each query to its neighbours, {@code [queries]}
   */
  Tensor similarity(Tensor queries) {
    Tensor scaled = best(queries).get0().mean(1);
    return scaled.div(UnitLength.norms(queries).squeeze(-1));
  }

  /** Cosines but for the length of the query, and row numbers, of the nearest. */
  private T_TensorTensor_T best(Tensor queries) {
    try (Autocast exact = Autocast.off(queries)) { // rows that are nearly alike are told apart
      Tensor similarity = queries.matmul(ring.rows().t()).mul_(inverseNorms.rows());
      return similarity.topk(neighbours, -1, true, true);
    }
  }

  /**
   * Returns the rows behind row numbers, as they were written.
   *
   * @param numbers {@code [queries, neighbours]}
   * @return {@code [queries, neighbours, width]}
   */
  Tensor rows(Tensor numbers) {
    return ring.rows()
        .index_select(0, numbers.flatten())
        .view(numbers.size(0), numbers.size(1), -1);
  }

  /** Frees the rows. */
  @Override
  public void close() {
    ring.close();
    inverseNorms.close();
  }

  /**
   * Writes rows, oldest out first.
   *
   * @param added {@code [any number, width]}
   */
  void write(Tensor added) {
    try (Scope scope = Scope.withoutGradients()) {
      inverseNorms.write(inverseNorms(added));
      ring.write(added);
    }
  }
}
