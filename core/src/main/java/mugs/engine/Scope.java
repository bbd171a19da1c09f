package mugs.engine;

import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.Tensor;

/**
 * The lifetime of the tensors made inside it: all are freed when it closes, but those kept.
 *
 * <p>A Java object holds a few bytes of heap for megabytes of native memory, so the garbage
 * collector has no reason to hurry. A scope a step frees at a known point. Scopes nest, and belong
 * to the thread that opened them.
 */
public final class Scope implements AutoCloseable {
  private final Optional<PointerScope> outer;
  private final PointerScope pointers;
  private final boolean gradientsBefore;

  private Scope() {
    Engine.start(); // whoever comes first must not load libtorch with another BLAS
    outer = Optional.ofNullable(PointerScope.getInnerScope());
    pointers = new PointerScope();
    gradientsBefore = GradMode.is_enabled();
  }

  /** Opens a scope that leaves the recording of gradients as it is. */
  public static Scope open() {
    return new Scope();
  }

  /** Opens a scope in which operations are not recorded for gradients. */
  public static Scope withoutGradients() {
    Scope scope = new Scope();
    GradMode.set_enabled(false);
    return scope;
  }

  /** Opens a scope in which operations are recorded for gradients. */
  public static Scope withGradients() {
    Scope scope = new Scope();
    GradMode.set_enabled(true);
    return scope;
  }

  /**
   * Lets a tensor outlive every scope; it is freed by {@link Tensor#close()} or by the garbage
   * collector.
   *
   * @return the same tensor
   */
  public static Tensor keep(Tensor tensor) {
    tensor.retainReference();
    return tensor;
  }

  /**
   * Hands a tensor of this scope up to the scope around it; without one it is kept.
   *
   * @param tensor made in this scope, on this thread
   * @return the same tensor
   */
  public Tensor handUp(Tensor tensor) {
    outer.ifPresentOrElse(scope -> scope.attach(tensor), () -> tensor.retainReference());
    return tensor;
  }

  /**
   * Takes over tensors that were kept, so that they are freed with this scope.
   *
   * @param tensors kept once by {@link #keep}, perhaps on another thread
   */
  public void adopt(List<Tensor> tensors) {
    for (Tensor tensor : tensors) {
      pointers.attach(tensor);
      tensor.releaseReference();
    }
  }

  @Override
  public void close() {
    GradMode.set_enabled(gradientsBefore);
    pointers.close();
  }
}
