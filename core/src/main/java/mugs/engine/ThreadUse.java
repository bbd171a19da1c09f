package mugs.engine;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What a thread has used up since it started.
 *
 * @param cpuNanos time on a processor, in nanoseconds; 0 where the JVM does not tell
 * @param allocatedBytes on the Java heap; 0 where the JVM does not tell
 */
public record ThreadUse(long cpuNanos, long allocatedBytes) {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final boolean TELLS_CPU_TIME = THREADS.isCurrentThreadCpuTimeSupported();

  /** Returns what the calling thread has used so far. */
  public static ThreadUse now() {
    return new ThreadUse(TELLS_CPU_TIME ? cpuTime() : 0, allocated());
  }

  /**
   * Returns how long the calling thread has been on a processor, in nanoseconds; where the JVM does
   * not tell, the time that has passed since some moment. Only differences mean something.
   */
  public static long cpuTime() {
    return TELLS_CPU_TIME ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
  }

  /** The JVM's own bean has this operation, its public interface has not. */
  private static long allocated() {
    try {
      Object bytes =
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME),
                  "getThreadAllocatedBytes",
                  new Object[] {Thread.currentThread().getId()},
                  new String[] {"long"});
      return Math.max(0, (Long) bytes);
    } catch (JMException e) {
      return 0;
    }
  }

  /**
   * Returns what was used in between.
   *
   * @param earlier on the same thread
   */
  public ThreadUse since(ThreadUse earlier) {
    return new ThreadUse(cpuNanos - earlier.cpuNanos, allocatedBytes - earlier.allocatedBytes);
  }
}
