package io.mycel.plugins.internal.manage;

import io.mycel.plugins.internal.life.Causes;
import io.mycel.plugins.internal.thread.DaemonThreads;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder whose plugin files are installed, updated when they are saved, and removed with them. A
 * file is looked at when it has not changed for a moment, since editors and copies write in pieces.
 */
final class WatchedFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedFolder.class);

  private final Path folder;
  private final FolderPlugins plugins;
  private final long settleMillis;
  private final WatchService watch;
  private final Thread thread;

  /** Files as they were when they were last looked at. */
  private final Map<Path, Mark> known = new HashMap<>();

  /** Files that have changed since, as they were at the last look. */
  private final Map<Path, Mark> unsettled = new HashMap<>();

  /** How a file is told from itself before; null for one that is not there. */
  private record Mark(long size, FileTime modified, Object key) {
    static Mark of(Path file) {
      try {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return now.isRegularFile()
            ? new Mark(now.size(), now.lastModifiedTime(), now.fileKey())
            : null;
      } catch (IOException e) {
        return null;
      }
    }
  }

  /**
   * Begins to watch a folder, which is made if it is not there.
   *
   * @param settleMillis how long a file must not have changed
   */
  WatchedFolder(Path folder, FolderPlugins plugins, long settleMillis) throws IOException {
    this.folder = folder.toAbsolutePath().normalize();
    this.plugins = plugins;
    this.settleMillis = settleMillis;
    Files.createDirectories(this.folder);
    watch = this.folder.getFileSystem().newWatchService();
    this.folder.register(
        watch,
        StandardWatchEventKinds.ENTRY_CREATE,
        StandardWatchEventKinds.ENTRY_MODIFY,
        StandardWatchEventKinds.ENTRY_DELETE);
    thread = new DaemonThreads("io.mycel.plugins-folder-").newThread(this::run);
    thread.start();
  }

  private void run() {
    try {
      plugins.forgetAllBut(folder, files());
      scan();
      while (!Thread.currentThread().isInterrupted()) {
        WatchKey key =
            unsettled.isEmpty() ? watch.take() : watch.poll(settleMillis, TimeUnit.MILLISECONDS);
        if (key != null) {
          key.pollEvents();
          scan();
          if (!key.reset()) {
            LOG.error("{} is there no more: its plugins stay as they are", folder);
            return;
          }
        }
        settle();
      }
    } catch (InterruptedException | ClosedWatchServiceException e) {
      LOG.debug("{} is watched no more", folder, e);
    } catch (IOException e) {
      LOG.error("{} cannot be read, and is watched no more: {}", folder, e.toString(), e);
    } catch (ExecutionException e) {
      LOG.error("{} is watched no more: {}", folder, Causes.text(e), e);
    }
  }

  private Set<Path> files() throws IOException {
    Set<Path> files = new HashSet<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path file : all) {
        if (FolderPlugins.isPlugin(file)) {
          files.add(file);
        }
      }
    }
    return files;
  }

  /** Looks which files have changed, whatever the events say: some are lost, or come twice. */
  private void scan() throws IOException {
    Set<Path> all = files();
    all.addAll(known.keySet());
    for (Path file : all) {
      Mark mark = Mark.of(file);
      if (mark == null ? known.containsKey(file) : !mark.equals(known.get(file))) {
        unsettled.putIfAbsent(file, new Mark(-1, null, null));
      }
    }
  }

  private void settle() throws InterruptedException, ExecutionException {
    for (Path file : Set.copyOf(unsettled.keySet())) {
      Mark now = Mark.of(file);
      Mark before = unsettled.put(file, now);
      boolean same = now == null ? before == null : now.equals(before);
      if (same) {
        unsettled.remove(file);
        if (now == null) {
          known.remove(file);
          plugins.gone(file);
        } else {
          known.put(file, now);
          plugins.there(file);
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    watch.close();
    thread.interrupt();
  }
}
