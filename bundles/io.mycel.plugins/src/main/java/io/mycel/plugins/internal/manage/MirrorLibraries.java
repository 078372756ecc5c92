package io.mycel.plugins.internal.manage;

import io.mycel.plugins.internal.library.LibraryStore;
import io.mycel.plugins.internal.mirror.Mirror;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the libraries that lie in a mirror, so that its plugins find them without a network. */
final class MirrorLibraries {
  private static final Logger LOG = LoggerFactory.getLogger(MirrorLibraries.class);

  private final LibraryStore store;
  private final InstantSource clock;

  /** They go into a store. */
  MirrorLibraries(LibraryStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Takes those of a folder; one that is no mirror has none. */
  void take(Path folder) {
    try {
      int taken = Mirror.take(folder, store, clock);
      if (taken > 0) {
        LOG.info("{}: {} libraries were taken from it", folder, taken);
      }
    } catch (IOException e) {
      LOG.warn("{}: its libraries could not be taken: {}", folder, e.toString());
    }
  }
}
