package org.tweedie.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What the process holds.
 *
 * @param heap megabytes of the Java heap that are in use after a collection
 * @param resident megabytes of memory in all; -1 where the system does not tell
 * @param threads of Java, without those of the client
 */
record Footprint(long heap, long resident, int threads) {

  private static final int MEGABYTE = 1 << 20;

  /**
   * As it is when all is quiet: threads of a pool that have nothing to do go after a quarter of a
   * minute.
   */
  static Footprint settled() throws IOException, InterruptedException {
    TimeUnit.SECONDS.sleep(40);
    return now();
  }

  /** As it is now. */
  static Footprint now() throws IOException {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return new Footprint(
        (runtime.totalMemory() - runtime.freeMemory()) / MEGABYTE,
        residentNow(),
        (int)
            Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("HttpClient"))
                .count());
  }

  private static long residentNow() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        ? Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
            .findFirst()
            .orElse(-1)
        : -1;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "heap %d MB, resident %d MB, %d threads", heap, resident, threads);
  }
}
