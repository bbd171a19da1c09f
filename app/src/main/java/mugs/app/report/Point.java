package mugs.app.report;

/**
 * One measurement of a curve.
 *
 * @param x step or epoch
 * @param y what was measured; not finite where the run went wrong, which the chart says
 */
public record Point(double x, double y) {}
