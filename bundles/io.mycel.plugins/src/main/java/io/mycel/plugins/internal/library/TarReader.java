package io.mycel.plugins.internal.library;

import io.mycel.plugins.internal.bundle.ArchivePath;
import io.mycel.plugins.internal.index.BoundedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/**
 * Reads the files of a package as npm packs it: tar (POSIX ustar and pax, and the long names of
 * GNU) in gzip. Nothing is written to the disk; links and devices are passed over, and a name that
 * leads out of the package is an error.
 */
final class TarReader implements AutoCloseable {
  private static final int BLOCK = 512;
  private static final int NAME = 100;
  private static final int SIZE_AT = 124;
  private static final int SIZE_LENGTH = 12;
  private static final int SUM_AT = 148;
  private static final int SUM_LENGTH = 8;
  private static final int TYPE_AT = 156;
  private static final int MAGIC_AT = 257;
  private static final int PREFIX_AT = 345;
  private static final int PREFIX_LENGTH = 155;
  private static final int MAX_NAME = 8192;

  private final InputStream in;
  private final long maxFiles;
  private long files;
  private long left;
  private long padding;

  /**
   * A package.
   *
   * @param maxBytes after it was unpacked
   */
  TarReader(byte[] content, long maxBytes, long maxFiles) throws IOException {
    this.in =
        new BoundedInputStream(
            new GZIPInputStream(new ByteArrayInputStream(content), 32 * 1024), maxBytes);
    this.maxFiles = maxFiles;
  }

  /** The name of the next file, or null. */
  String next() throws IOException {
    String longName = null;
    while (true) {
      skip(left + padding);
      left = 0;
      padding = 0;
      byte[] header = in.readNBytes(BLOCK);
      if (header.length < BLOCK || isZero(header)) {
        return null;
      }
      checkSum(header);
      left = number(header, SIZE_AT, SIZE_LENGTH);
      padding = (BLOCK - left % BLOCK) % BLOCK;
      char type = (char) header[TYPE_AT];
      if (type == 'L') {
        longName = text(name(), 0, MAX_NAME);
      } else if (type == 'x') {
        longName = pax(name(), longName);
      } else if (type == '0' || type == 0) {
        files++;
        if (files > maxFiles) {
          throw new IOException("it has more than " + maxFiles + " files, which is the limit");
        }
        return checked(longName == null ? name(header) : longName);
      } else {
        longName = type == 'g' ? longName : null;
      }
    }
  }

  /** The content of the file whose name was read last. */
  byte[] content(long maxBytes) throws IOException {
    if (left > maxBytes) {
      throw new IOException("it is longer than " + maxBytes + " bytes, which is the limit");
    }
    byte[] content = in.readNBytes((int) left);
    if (content.length < left) {
      throw endsTooEarly();
    }
    left = 0;
    return content;
  }

  private static String checked(String name) throws IOException {
    if (ArchivePath.isUnsafe(name)) {
      throw new IOException("its file '" + name + "' leads out of it; such packages are refused");
    }
    return name;
  }

  private byte[] name() throws IOException {
    return content(MAX_NAME);
  }

  private static String name(byte[] header) {
    String name = text(header, 0, NAME);
    String prefix =
        text(header, MAGIC_AT, 5).equals("ustar") ? text(header, PREFIX_AT, PREFIX_LENGTH) : "";
    return prefix.isEmpty() ? name : prefix + '/' + name;
  }

  /** The path among the records of pax: {@code LENGTH KEY=VALUE\n}. */
  private static String pax(byte[] records, String otherwise) throws IOException {
    String path = otherwise;
    int at = 0;
    while (at < records.length) {
      int blank = at;
      while (blank < records.length && records[blank] != ' ') {
        blank++;
      }
      int length = length(new String(records, at, blank - at, StandardCharsets.US_ASCII));
      if (length <= blank - at || at + length > records.length) {
        throw new IOException("a header of the package is damaged");
      }
      String record =
          new String(records, blank + 1, at + length - blank - 2, StandardCharsets.UTF_8);
      if (record.startsWith("path=")) {
        path = record.substring("path=".length());
      }
      at += length;
    }
    return path;
  }

  private static int length(String digits) {
    return digits.matches("\\d{1,6}") ? Integer.parseInt(digits) : 0;
  }

  private void skip(long bytes) throws IOException {
    try {
      in.skipNBytes(bytes);
    } catch (EOFException e) {
      throw (IOException) endsTooEarly().initCause(e);
    }
  }

  private static IOException endsTooEarly() {
    return new EOFException("the package ends too early");
  }

  private static boolean isZero(byte[] header) {
    for (byte b : header) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private static void checkSum(byte[] header) throws IOException {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= SUM_AT && i < SUM_AT + SUM_LENGTH ? ' ' : header[i] & 0xff;
    }
    if (sum != number(header, SUM_AT, SUM_LENGTH)) {
      throw new IOException("a header of the package is damaged");
    }
  }

  private static long number(byte[] header, int from, int length) throws IOException {
    String digits = text(header, from, length).strip();
    if (!digits.matches("[0-7]{1,11}")) {
      throw new IOException("a header of the package is damaged");
    }
    return Long.parseLong(digits, 8);
  }

  private static String text(byte[] bytes, int from, int length) {
    int end = from;
    while (end < bytes.length && end < from + length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, from, end - from, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
