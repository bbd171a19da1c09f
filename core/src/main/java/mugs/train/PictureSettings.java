package mugs.train;

/**
 * How pictures are read.
 *
 * @param maxSkipped share of unreadable pictures, 0 to 1, above which a run stops. Higher forgives
 *     a worse collection; above 0 a single one is always forgiven, at 0 none is
 * @param threads that decode and crop, 0 for as many as fit the machine
 */
public record PictureSettings(
    @Bounds("[0, 1]") double maxSkipped, @Bounds("[0, 1024]") int threads) {}
