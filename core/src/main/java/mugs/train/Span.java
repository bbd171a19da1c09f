package mugs.train;

/**
 * A range from which something is drawn. In a recipe it is written as {@code [smallest, largest]};
 * the bounds of its key hold for both ends.
 *
 * @param smallest value
 * @param largest value
 */
public record Span(double smallest, double largest) {}
