package mugs.evaluate;

/** How a linear head follows its gradients; both with momentum 0.9. */
public enum LinearOptimiser {
  /**
   * Stochastic gradient descent as PyTorch has it: {@code v <- 0.9 v + g + decay w; w <- w - rate
   * v}, for weights and biases alike.
   */
  SGD,

  /**
   * Layer-wise adaptive rates (You, Gitman and Ginsburg, 2017, arXiv 1708.03888), in the order of
   * operations of MoCo v3's program, which MAE's linear probe took over: {@code u = g + decay w; v
   * <- 0.9 v + 0.001 |w| / |u| u; w <- w - rate v}, lengths being those of a head's whole matrix of
   * weights; where one of them is 0, {@code v <- 0.9 v + u}. The rate multiplies what momentum has
   * gathered, which in the paper it goes into. Biases neither decay nor are adapted: {@code v <-
   * 0.9 v + g}.
   */
  LARS
}
