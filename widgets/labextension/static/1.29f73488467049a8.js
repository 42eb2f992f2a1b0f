"use strict";(self.rspackChunksynthbalance_lab=self.rspackChunksynthbalance_lab||[]).push([[1],{23(e,r,s){var n=s(24),i=s.n(n),o=s(25),t=(s.n(o))()(i());t.push([e.id,`/* The side panel: the theme's own colours, mixed as in the panel, so that it is readable in any theme. */

.sb-side {
  --sb-surface: var(--jp-layout-color1, #fff);
  --sb-pole: var(--jp-ui-font-color0, #000);
  --sb-accent: var(--jp-brand-color1, #1976d2);
  --sb-ink: color-mix(in srgb, var(--sb-pole) 88%, var(--sb-surface));
  --sb-ink2: color-mix(in srgb, var(--sb-pole) 68%, var(--sb-surface));
  --sb-line: color-mix(in srgb, var(--sb-pole) 11%, var(--sb-surface));
  --sb-fill: color-mix(in srgb, var(--sb-pole) 9%, var(--sb-surface));
  overflow-y: auto;
  background: var(--sb-surface);
  color: var(--sb-ink);
  font: 400 var(--jp-ui-font-size1, 13px) / 18px var(--jp-ui-font-family, sans-serif);
  font-variant-numeric: tabular-nums lining-nums;
}
.sb-side [hidden] {
  display: none !important;
}
.sb-side header {
  display: flex;
  align-items: center;
  justify-content: space-between;
  height: 32px;
  padding: 0 6px 0 12px;
  border-bottom: 1px solid var(--sb-line);
}
.sb-side h2 {
  margin: 0;
  font-size: inherit;
  font-weight: 600;
}
.sb-side p {
  margin: 0;
}
.sb-side code,
.sb-side-name {
  font-family: var(--jp-code-font-family, monospace);
  font-size: 12px;
}
.sb-side-kernel,
.sb-side-foot,
.sb-side-line {
  display: flex;
  justify-content: space-between;
  gap: 8px;
}
.sb-side-kernel,
.sb-side-foot {
  padding: 8px 12px;
  color: var(--sb-ink2);
  font-size: 12px;
  line-height: 16px;
}
.sb-side-kernel:not(:has(:not(:empty))),
.sb-side-foot:empty {
  display: none;
}
.sb-side-foot {
  flex-direction: column;
  border-top: 1px solid var(--sb-line);
}
.sb-side-kernel span:first-child {
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
}
.sb-side-kernel span:last-child {
  flex: none;
}
.sb-side input[type='search'] {
  box-sizing: border-box;
  width: calc(100% - 24px);
  height: 28px;
  margin: 0 12px 10px;
  padding: 0 8px;
  border: 1px solid color-mix(in srgb, var(--sb-pole) 48%, var(--sb-surface));
  border-radius: 4px;
  background: var(--sb-surface);
  color: var(--sb-ink);
  font: inherit;
}
.sb-side-quiet,
.sb-side-none {
  padding: 10px 12px;
  color: var(--sb-ink2);
}
.sb-side-install {
  display: flex;
  align-items: center;
  gap: 8px;
  padding: 0 12px 12px;
}
.sb-side-install code {
  flex: 1;
  min-width: 0;
  padding: 4px 8px;
  border-radius: 4px;
  background: var(--sb-fill);
  overflow-wrap: anywhere;
  user-select: all;
}
.sb-side ul {
  margin: 0;
  padding: 0;
  list-style: none;
}
.sb-side li {
  padding: 9px 12px 11px;
  border-top: 1px solid var(--sb-line);
}
.sb-side-line {
  align-items: baseline;
  min-height: 20px;
  color: var(--sb-ink2);
  font-size: 12px;
}
.sb-side-line > :first-child {
  min-width: 0;
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
}
.sb-side-line > :last-child {
  flex: none;
}
.sb-side-line > .sb-side-target {
  display: -webkit-box;
  overflow-wrap: anywhere;
  white-space: normal;
  -webkit-box-orient: vertical;
  -webkit-line-clamp: 3;
}
.sb-side-name,
.sb-side b {
  color: var(--sb-ink);
  font-size: var(--jp-ui-font-size1, 13px);
}
.sb-side b {
  font-weight: 600;
}
.sb-side select {
  flex: 1;
  min-width: 0;
  height: 22px;
  border: 1px solid color-mix(in srgb, var(--sb-pole) 48%, var(--sb-surface));
  border-radius: 4px;
  background: var(--sb-surface);
  color: var(--sb-ink);
  font: 12px var(--jp-code-font-family, monospace);
}
.sb-side-bar {
  height: 4px;
  margin: 3px 0 0;
  border-radius: 2px;
  background: var(--sb-fill);
  overflow: hidden;
}
.sb-side-bar i {
  display: block;
  min-width: 3px;
  height: 100%;
  background: #0072b2;
}
[data-jp-theme-light='false'] .sb-side-bar i {
  background: #56b4e9;
}
.sb-side-buttons {
  display: flex;
  gap: 6px;
  margin-top: 8px;
}
.sb-side-button {
  height: 24px;
  padding: 0 8px;
  border: 0;
  border-radius: 4px;
  background: var(--sb-fill);
  color: var(--sb-ink);
  font: inherit;
  font-size: 12px;
  cursor: pointer;
}
.sb-side-button:hover {
  background: color-mix(in srgb, var(--sb-pole) 15%, var(--sb-surface));
}
.sb-side-button:disabled {
  background: none;
  box-shadow: inset 0 0 0 1px var(--sb-line);
  color: var(--sb-ink2);
  cursor: default;
}
.sb-side-refresh {
  width: 24px;
  height: 24px;
  padding: 4px;
  border: 0;
  border-radius: 4px;
  background: none;
  cursor: pointer;
}
.sb-side-refresh:hover {
  background: var(--sb-fill);
}
.sb-side :is(button, input, select):focus-visible {
  outline: 2px solid var(--sb-accent);
  outline-offset: 1px;
}
.sb-beside {
  padding: 8px 12px;
  overflow: auto;
}
`,""]),s.d(r,{},{A:t})},25(e){e.exports=function(e){var r=[];return r.toString=function(){return this.map(function(r){var s="",n=void 0!==r[5];return r[4]&&(s+="@supports (".concat(r[4],") {")),r[2]&&(s+="@media ".concat(r[2]," {")),n&&(s+="@layer".concat(r[5].length>0?" ".concat(r[5]):""," {")),s+=e(r),n&&(s+="}"),r[2]&&(s+="}"),r[4]&&(s+="}"),s}).join("")},r.i=function(e,s,n,i,o){"string"==typeof e&&(e=[[null,e,void 0]]);var t={};if(n)for(var a=0;a<this.length;a++){var l=this[a][0];null!=l&&(t[l]=!0)}for(var d=0;d<e.length;d++){var p=[].concat(e[d]);n&&t[p[0]]||(void 0!==o&&(void 0===p[5]||(p[1]="@layer".concat(p[5].length>0?" ".concat(p[5]):""," {").concat(p[1],"}")),p[5]=o),s&&(p[2]&&(p[1]="@media ".concat(p[2]," {").concat(p[1],"}")),p[2]=s),i&&(p[4]?(p[1]="@supports (".concat(p[4],") {").concat(p[1],"}"),p[4]=i):p[4]="".concat(i)),r.push(p))}},r}},24(e){e.exports=function(e){return e[1]}},17(e){var r=[];function s(e){for(var s=-1,n=0;n<r.length;n++)if(r[n].identifier===e){s=n;break}return s}function n(e,n){for(var i={},o=[],t=0;t<e.length;t++){var a=e[t],l=n.base?a[0]+n.base:a[0],d=i[l]||0,p="".concat(l," ").concat(d);i[l]=d+1;var c=s(p),b={css:a[1],media:a[2],sourceMap:a[3],supports:a[4],layer:a[5]};if(-1!==c)r[c].references++,r[c].updater(b);else{var u=function(e,r){var s=r.domAPI(r);return s.update(e),function(r){r?(r.css!==e.css||r.media!==e.media||r.sourceMap!==e.sourceMap||r.supports!==e.supports||r.layer!==e.layer)&&s.update(e=r):s.remove()}}(b,n);n.byIndex=t,r.splice(t,0,{identifier:p,updater:u,references:1})}o.push(p)}return o}e.exports=function(e,i){var o=n(e=e||[],i=i||{});return function(e){e=e||[];for(var t=0;t<o.length;t++){var a=s(o[t]);r[a].references--}for(var l=n(e,i),d=0;d<o.length;d++){var p=s(o[d]);0===r[p].references&&(r[p].updater(),r.splice(p,1))}o=l}}},19(e){var r={};e.exports=function(e,s){var n=function(e){if(void 0===r[e]){var s=document.querySelector(e);if(window.HTMLIFrameElement&&s instanceof window.HTMLIFrameElement)try{s=s.contentDocument.head}catch(e){s=null}r[e]=s}return r[e]}(e);if(!n)throw Error("Couldn't find a style target. This probably means that the value for the 'insert' parameter is invalid.");n.appendChild(s)}},21(e){e.exports=function(e){var r=document.createElement("style");return e.setAttributes(r,e.attributes),e.insert(r,e.options),r}},20(e,r,s){e.exports=function(e){var r=s.nc;r&&e.setAttribute("nonce",r)}},18(e){e.exports=function(e){if("u"<typeof document)return{update:function(){},remove:function(){}};var r=e.insertStyleElement(e);return{update:function(s){var n,i,o;n="",s.supports&&(n+="@supports (".concat(s.supports,") {")),s.media&&(n+="@media ".concat(s.media," {")),(i=void 0!==s.layer)&&(n+="@layer".concat(s.layer.length>0?" ".concat(s.layer):""," {")),n+=s.css,i&&(n+="}"),s.media&&(n+="}"),s.supports&&(n+="}"),(o=s.sourceMap)&&"u">typeof btoa&&(n+="\n/*# sourceMappingURL=data:application/json;base64,".concat(btoa(unescape(encodeURIComponent(JSON.stringify(o))))," */")),e.styleTagTransform(n,r,e.options)},remove:function(){var e;null===(e=r).parentNode||e.parentNode.removeChild(e)}}}},22(e){e.exports=function(e,r){if(r.styleSheet)r.styleSheet.cssText=e;else{for(;r.firstChild;)r.removeChild(r.firstChild);r.appendChild(document.createTextNode(e))}}},16(e,r,s){var n=s(17),i=s.n(n),o=s(18),t=s.n(o),a=s(19),l=s.n(a),d=s(20),p=s.n(d),c=s(21),b=s.n(c),u=s(22),f=s.n(u),v=s(23),h={};h.styleTagTransform=f(),h.setAttributes=p(),h.insert=l().bind(null,"head"),h.domAPI=t(),h.insertStyleElement=b(),i()(v.A,h),v.A&&v.A.locals&&v.A.locals}}]);