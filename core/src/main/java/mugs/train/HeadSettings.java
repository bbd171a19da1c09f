package mugs.train;

/**
 * Widths of the heads.
 *
 * @param hidden width inside the projectors of the instance and the local-group head
 * @param predictorHidden width inside the student's predictors behind them
 * @param output width of what these two heads give, and so of the queues
 * @param groupHidden width inside the group head
 * @param bottleneck width before the prototypes of the group head
 */
public record HeadSettings(
    @Bounds("[1, 65536]") int hidden,
    @Bounds("[1, 65536]") int predictorHidden,
    @Bounds("[1, 65536]") int output,
    @Bounds("[1, 65536]") int groupHidden,
    @Bounds("[1, 65536]") int bottleneck) {}
