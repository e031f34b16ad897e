import type { broadcast as english } from "../en/broadcast";

/** 简体中文：通知座席。 */
export const broadcast: typeof english = {
  broadcast: {
    title: "通知座席", hint: "通知会留在他们的屏幕上，直到看过为止；十二小时内打开控制台的人也会看到。", text: "内容", to: "发给", everybody: "所有座席",
    send: "发送", sent: "所有打开的控制台都已收到。", from: "{who} → {to}", read: "知道了",
  },
};
