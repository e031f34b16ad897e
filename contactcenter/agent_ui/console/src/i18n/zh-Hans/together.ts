import type { together as english } from "../en/together";

/** 简体中文：工单协作。 */
export const together: typeof english = {
  next: { take: "领取下一个", hint: "轮到的、且您可以答复的咨询", took: "#{id} 现在由您处理。" },
  lookers: {
    here: "{names} 也在查看", open: "{names} 正在查看", reply: "{names} 正在撰写回复。", note: "{names} 正在撰写备注。", wait: "请等待，或商定由谁回复。",
  },
};
