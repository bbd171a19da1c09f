package mugs.source;

/** Hears how far a source has got while it is opened; a large one takes minutes. */
@FunctionalInterface
public interface IndexingListener {

  /** Hears nothing. */
  IndexingListener NONE = pictures -> {};

  /**
   * Called now and then, on the thread that opens the source.
   *
   * @param pictures found so far, in all that is being opened
   */
  void found(long pictures);
}
