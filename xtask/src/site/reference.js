'use strict';
(() => {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const paint = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const show = () => {
    const [page, card, line, ink, soft, faint, link, good, warn, bad] =
      ['page', 'card', 'line', 'ink', 'soft', 'faint', 'link', 'good', 'warn', 'bad'].map((name) => paint('--' + name));
    const sans = paint('--sans');
    const mono = paint('--mono');
    const panel = dark.matches ? '#111215' : '#2b2926';
    const theme = {
      colors: {
        primary: { main: link },
        success: { main: good },
        warning: { main: warn, contrastText: page },
        error: { main: bad },
        border: { dark: line, light: faint },
        text: { primary: ink, secondary: soft },
        responses: {
          success: { color: good, backgroundColor: faint, tabTextColor: '#8fd6ab' },
          error: { color: bad, backgroundColor: faint, tabTextColor: '#f2a39c' },
          redirect: { color: soft, backgroundColor: faint },
          info: { color: soft, backgroundColor: faint },
        },
        http: { get: '#2f7d4f', post: '#2a5db0' },
      },
      schema: { nestedBackground: faint, linesColor: line, typeNameColor: soft, typeTitleColor: soft, requireLabelColor: bad },
      typography: {
        fontSize: '15px',
        lineHeight: '1.55',
        fontFamily: sans,
        optimizeSpeed: true,
        headings: { fontFamily: sans, fontWeight: '650' },
        code: { fontFamily: mono, fontSize: '13px', color: ink, backgroundColor: faint, wrap: true },
        links: { color: link, visited: link, hover: link },
      },
      sidebar: { backgroundColor: card, textColor: ink, activeTextColor: link },
      rightPanel: { backgroundColor: panel, textColor: '#efece7' },
      codeBlock: { backgroundColor: dark.matches ? '#1d1f23' : '#1f1d1b' },
    };
    const options = {
      theme,
      scrollYOffset: 'header.top',
      sanitize: true,
      hideDownloadButton: true,
      jsonSamplesExpandLevel: 3,
      sortRequiredPropsFirst: false,
      expandResponses: '',
    };
    const document_ = JSON.parse(document.getElementById('document').textContent);
    const old = document.getElementById('redoc');
    const fresh = old.cloneNode(false);
    old.replaceWith(fresh);
    Redoc.init(document_, options, fresh);
  };
  dark.addEventListener('change', () => location.reload());
  show();
})();
