package mugs.vit;

/**
 * A parameter a network needs.
 *
 * @param name dotted, as the released weights name it
 * @param shape sizes, outermost first
 * @param start its value before training
 */
public record ParameterSpec(String name, InitialValue start, long... shape) {}
