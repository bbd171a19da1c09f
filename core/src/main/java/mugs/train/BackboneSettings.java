package mugs.train;

/**
 * The vision transformer that is trained.
 *
 * @param width of a token; a multiple of the number of heads
 * @param blocks of attention and MLP, one after the other
 * @param heads of attention in a block
 * @param patchSize side of a patch in pixels. Half of it makes four times the tokens
 * @param dropPath share of pictures that skip a branch in the student's last block, 0 in the first
 *     and rising evenly. Higher regularises more
 */
public record BackboneSettings(
    @Bounds("[1, 16384]") int width,
    @Bounds("[1, 256]") int blocks,
    @Bounds("[1, 1024]") int heads,
    @Bounds("[1, 1024]") int patchSize,
    @Bounds("[0, 1)") double dropPath) {}
