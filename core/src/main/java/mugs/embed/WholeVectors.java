package mugs.embed;

/**
 * What there is in files of vectors that are whole.
 *
 * @param vectors their number
 * @param width values of each
 * @param skippedPictures pictures that could not be read
 */
public record WholeVectors(long vectors, int width, int skippedPictures) {}
