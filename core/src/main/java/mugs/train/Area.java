package mugs.train;

/**
 * The share of a picture's area that a crop covers, drawn evenly between two ends. In a recipe it
 * is written as {@code [smallest, largest]}.
 *
 * @param smallest share, above 0
 * @param largest share, at most 1
 */
public record Area(@Bounds("(0, 1]") double smallest, @Bounds("(0, 1]") double largest) {}
