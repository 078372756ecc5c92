package io.mycel.transport.jetty.internal.http;

import io.mycel.transport.jetty.internal.BufferPool;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers with a file: whole, a range of it, or that it has not changed (RFC 9110). */
final class FileResponse {
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private final BufferPool pool;

  FileResponse(BufferPool pool) {
    this.pool = pool;
  }

  /**
   * Sends a file. It reads from the disk, so it must not run on a selector's thread.
   *
   * @param response its status and headers are set; a status other than 200 is kept as it is
   * @throws NoSuchFileException if it is not there or not a regular file
   */
  void send(Path path, Request request, Response response, Callback callback) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new NoSuchFileException(path.toString());
    }
    Instant modified =
        Instant.ofEpochSecond(attributes.lastModifiedTime().toInstant().getEpochSecond());
    HttpFields.Mutable headers = response.getHeaders();
    headers.put(HttpHeader.LAST_MODIFIED, HTTP_DATE.format(modified));
    if (!headers.contains(HttpHeader.CONTENT_TYPE)) {
      headers.put(HttpHeader.CONTENT_TYPE, contentType(path));
    }
    ByteRange range = new ByteRange(0, attributes.size() - 1);
    if (response.getStatus() == 200) {
      headers.put(HttpHeader.ACCEPT_RANGES, "bytes");
      HttpFields asked = request.getHeaders();
      if (isUnchanged(asked, modified)) {
        response.setStatus(304);
        headers.remove(HttpHeader.CONTENT_TYPE);
        response.write(true, null, callback);
        return;
      }
      ByteRange part = rangeApplies(asked, modified) ? range(asked, attributes.size()) : null;
      if (part != null) {
        String of = "/" + attributes.size();
        if (!part.isSatisfiable()) {
          response.setStatus(416);
          headers.put(HttpHeader.CONTENT_RANGE, "bytes *" + of);
          headers.put(HttpHeader.CONTENT_LENGTH, 0);
          headers.remove(HttpHeader.CONTENT_TYPE);
          response.write(true, null, callback);
          return;
        }
        response.setStatus(206);
        headers.put(HttpHeader.CONTENT_RANGE, "bytes " + part.first() + "-" + part.last() + of);
        range = part;
      }
    }
    headers.put(HttpHeader.CONTENT_LENGTH, range.length());
    if (request.getMethod().equals("HEAD") || range.length() == 0) {
      response.write(true, null, callback);
      return;
    }
    new FileSender(FileChannel.open(path), range, pool, response, callback).iterate();
  }

  private static ByteRange range(HttpFields asked, long size) {
    return ByteRange.parse(asked.get(HttpHeader.RANGE), size);
  }

  private static boolean isUnchanged(HttpFields asked, Instant modified) {
    Instant since = date(asked.get(HttpHeader.IF_MODIFIED_SINCE));
    return since != null && !modified.isAfter(since);
  }

  /** A range of a version that the client does not have would be put to the wrong rest. */
  private static boolean rangeApplies(HttpFields asked, Instant modified) {
    String condition = asked.get(HttpHeader.IF_RANGE);
    return condition == null || modified.equals(date(condition));
  }

  /** A date, or null: a condition that cannot be read is one that does not hold. */
  private static Instant date(String header) {
    if (header == null) {
      return null;
    }
    try {
      return DateTimeFormatter.RFC_1123_DATE_TIME.parse(header, Instant::from);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static String contentType(Path path) {
    String type = MimeTypes.DEFAULTS.getMimeByExtension(path.getFileName().toString());
    if (type == null) {
      return "application/octet-stream";
    }
    boolean text = type.startsWith("text/") && type.indexOf(';') < 0;
    return text ? type + ";charset=utf-8" : type;
  }
}
