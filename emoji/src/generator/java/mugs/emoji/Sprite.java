package mugs.emoji;

/**
 * Where the picture of an emoji lies in the strips.
 *
 * @param emoji its code points
 * @param base the emoji it is a variant of, or itself
 * @param strip the number of the strip, from 0
 * @param row the number of the cell in the strip, from 0 at the top
 */
record Sprite(String emoji, String base, int strip, int row) {}
