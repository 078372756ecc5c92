package io.mycel.plugins.internal.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SlugTest {

  @Test
  void nameBecomesLowerCaseWordsWithHyphens() {
    assertEquals("tif-file-importer", Slug.of("Tif File Importer"));
    assertEquals("im2im-dashboard", Slug.of("Im2Im-Dashboard"));
    assertEquals("a-b", Slug.of("  <b>A</b>..:*@/b ".replace("<b>", "").replace("</b>", "")));
    assertEquals("resume", Slug.of("Résumé!"));
    assertEquals("细胞-2", Slug.of("细胞 2"));
  }

  @Test
  void nameOfNothingIsRefusedWithTheReason() {
    String refusal =
        assertThrows(IllegalArgumentException.class, () -> Slug.of("***")).getMessage();
    assertTrue(refusal.contains("no letter and no digit"), refusal);
  }
}
