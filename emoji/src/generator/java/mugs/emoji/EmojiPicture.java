package mugs.emoji;

/**
 * One picture as the resource holds it.
 *
 * @param path its unique name: {@code group/subgroup/emoji/variant.png}
 * @param rgb {@link Strips#SIDE}² pixels, row by row, red, green, blue
 */
record EmojiPicture(String path, byte[] rgb) {

  /** Returns the colour of a pixel as {@code 0xrrggbb}. */
  int colour(int pixel) {
    int at = 3 * pixel;
    return (rgb[at] & 0xff) << 16 | (rgb[at + 1] & 0xff) << 8 | (rgb[at + 2] & 0xff);
  }
}
