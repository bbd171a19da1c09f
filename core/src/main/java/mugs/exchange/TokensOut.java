package mugs.exchange;

import org.bytedeco.pytorch.Tensor;

/**
 * What a network makes of pictures.
 *
 * @param classToken {@code [images, width]}, after the final normalisation; of unit length if that
 *     was asked for
 * @param tokens {@code [images, 1 + patches, width]}, after the final normalisation
 */
record TokensOut(Tensor classToken, Tensor tokens) {}
